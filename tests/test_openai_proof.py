"""Each thing that prose may say, beside its twin that it may not."""

import factory_facts
import pytest

from agent.engines.openai.known import Known
from agent.engines.openai.proof import Verdicts
from agent.engines.openai.slots import STORIES, Slot, story
from agent.engines.openai.writer import standing
from agent.evidence import Evidence
from agent.facts import Fact
from agent.policy import Policy
from agent.signals import VerifiedSignal

POLICY = Policy.load(None)
SUMMARY = Slot("what_happened", "")
MESSAGE = Slot(
    "communication.1", "Who owns it, what has been decided on each of their asks, and when the next update comes."
)
OPTION = Slot("option.2", "Grant it as asked.")
TELL = Slot("immediate.1", "Tell Ingrid Sæther who owns this; name no date that nobody has confirmed")
NOBODY: dict[str, object] = {"value": None, "source": None, "evidence": ()}
CREDIT = "The March invoice credited in full. Not 'adjusted on the next invoice'."


def said(message, quote):
    return Evidence(message=message, start=0, end=len(quote), quote=quote)


def verdicts(*, without=(), more=(), handled=False, **facts):
    """What a dossier allows: without these inputs, with more quotes in the evidence, with other facts."""
    dossier = factory_facts.make_dossier()
    update = {name: dossier.facts.get(name).model_copy(update=NOBODY) for name in without} | facts
    signals = (*dossier.signals, *(VerifiedSignal(name="dissatisfied", evidence=(said(*m),)) for m in more))
    heads = {m.id: (m.at, m.author) for m in factory_facts.MESSAGES}
    changed = {"facts": dossier.facts.model_copy(update=update), "signals": signals, "heads": heads}
    if handled:
        decision = dossier.assessment.decision.model_copy(update={"value": "handle"})
        changed["assessment"] = dossier.assessment.model_copy(update={"decision": decision})
    return Verdicts(Known.of(dossier.model_copy(update=changed), POLICY))


PLAIN = verdicts()
UNKNOWN = verdicts(without=("root_cause", "arr", "renewal_date"))
ASKED = verdicts(customer_ask=Fact(value=CREDIT, source="customer", evidence=(said("m5", CREDIT),)))
MANY = verdicts(
    more=(
        ("m7", "Value is compiled in, no admin switch"),
        ("m8", "Our page limit is 500. Nobody told you about it last night."),
        ("m9", "How the rows got lost: we do not know."),
        ("m2", "You had 30 days of notice."),
    )
)
HANDLED = verdicts(handled=True)

PAIRS = [
    (PLAIN, SUMMARY, "The renewal is on 2026-06-30, in 102 days [m6].",
     "The renewal is on 2026-06-30, in 103 days [m6]."),
    (PLAIN, SUMMARY, "The renewal is in 102 days [m6].", "The renewal is in 12 days [m6]."),
    (PLAIN, SUMMARY, "They ask for the export fixed by 2026-03-27, in 7 days [m5].",
     "They ask for the export fixed by 2026-03-27, in 102 days [m5]."),
    (MANY, SUMMARY, "They had 30 days of notice [m2].", "They had 40 days of notice [m2]."),
    (UNKNOWN, SUMMARY, "The cause is not known.", "The customer success manager is not known."),
    (UNKNOWN, SUMMARY, "The yearly value and the renewal date are unknown.",
     "The yearly value and the tier are unknown."),
    (UNKNOWN, SUMMARY, "Our side does not know the cause.", "The customer does not know the product [m1]."),
    (MANY, SUMMARY, "How the rows got lost is not known: “we do not know” [m9].",
     "How the rows got lost is known [m9]."),
    (MANY, SUMMARY, "They heard: “Our page limit is 500. Nobody told you about it last night.” [m8]",
     "They heard: “Our page limit is 600. Nobody told you about it last night.” [m8]"),
    (PLAIN, SUMMARY, "They will “not talk about the renewal before this is settled” [m5].",
     "They will “talk about the renewal before this is settled” [m5]."),
    (ASKED, SUMMARY, "She asks for the invoice “credited in full”, not “adjusted on the next invoice” [m5].",
     "She asks for the invoice “adjusted on the next invoice” [m5]."),
    (ASKED, SUMMARY, "She asks for the invoice “credited in full” [m5].", "She does not ask for a credit [m5]."),
    (PLAIN, MESSAGE, "Who works on EXP-1188, and when the next update comes.",
     "Who works on EXP-1189, and when the next update comes."),
    (PLAIN, SUMMARY, "Two people of a Mid-Market account split the export by site every night [m4].",
     "Two people of an Enterprise account split the export by site every night [m4]."),
    (ASKED, MESSAGE, "What has been decided on the credit, and when the next update comes.",
     "We credit the March invoice, and say when the next update comes."),
    (ASKED, MESSAGE, "What has been decided on the credit, and when the next update comes.",
     "The invoice is credited, and when the next update comes."),
    (ASKED, MESSAGE, "What has been decided on the credit, and when the next update comes.",
     "What has been decided on the refund, and when the next update comes."),
    (ASKED, OPTION, "Grant it as asked: the credit of the March invoice.", "Grant a discount and the credit."),
    (MANY, SUMMARY, "Two people switch over to the split by site [m4], and the value is compiled in [m7].",
     "The value is compiled in with an admin switch [m7]."),
    (PLAIN, SUMMARY, "The food authority rejected the file; the damage is rated high [m1].",
     "The food authority rejected the file; the damage is rated critical [m1]."),
    (PLAIN, TELL, "Tell Ingrid Sæther who owns EXP-1188; name no date that nobody has confirmed",
     "Tell Ingrid Sæther who owns EXP-1188"),
    (UNKNOWN, SUMMARY, "They want to hear once the cause is known [m5].", "The cause is known [m5]."),
    (HANDLED, SUMMARY, "This is not an escalation and stays with support [m1].", "This is an escalation [m1]."),
    (PLAIN, SUMMARY, "The food authority rejected the file [m1].", "This is not an escalation [m1]."),
    (ASKED, SUMMARY, "She asks for the March invoice “credited in full” [m5].",
     "The March invoice is credited in full [m5]."),
    (MANY, SUMMARY, "They heard “nobody told you about it” [m8].", "They heard “told you about it last night” [m8]."),
    (PLAIN, SUMMARY, "The renewal risk is amber [m6].", "The renewal risk is red [m6]."),
    (PLAIN, SUMMARY, "Their COO has been briefed [m5].", "They have chosen a competitor [m5]."),
    (PLAIN, SUMMARY, "The export stops after 10,000 rows [m1].",
     "The export stops after 10,000 rows; the process lacked a review of each release [m1]."),
]  # fmt: skip


def refused(judge, slot, text):
    return judge.why_not(text, slot) or judge.row_misses(text, slot)


@pytest.mark.parametrize(("judge", "slot", "true", "_twin"), PAIRS)
def test_what_is_true_stands(judge, slot, true, _twin):
    assert refused(judge, slot, true) is None


@pytest.mark.parametrize(("judge", "slot", "_true", "twin"), PAIRS)
def test_its_twin_does_not(judge, slot, _true, twin):
    assert refused(judge, slot, twin)


def test_a_refused_not_known_names_what_is_known():
    assert "root_cause" in (PLAIN.why_not("The cause is not known.", SUMMARY) or "")


def test_what_is_cut_off_opens_no_quotation():
    text = "They say “Two people of mine now split the export by site” [m4], and we will refund the fee [m4]."
    assert standing(text, SUMMARY, PLAIN) == "They say “Two people of mine now split the export by site” [m4]."


def test_a_quotation_of_two_sentences_counts_as_one():
    five = ["One [m1].", "Two [m1].", "Three [m1].", "Four [m1].", "He says “I would sign. Not with this.” [m1]"]
    told = story("what_happened", five, "en")
    assert told == "One [m1]. Two [m1]. Three [m1]. Four [m1]. He says “I would sign”, “Not with this” [m1]."


def test_a_sixth_sentence_is_joined_and_not_lost():
    six = ["One is long [m1].", "Two [m1].", "Three [m1].", "Four is long [m1].", "Five is long [m1].", "Six is long."]
    assert story("what_happened", six, "en") == (
        "One is long [m1]. Two [m1]; Three [m1]. Four is long [m1]. Five is long [m1]. Six is long."
    )


def test_the_stories_are_the_two_that_the_twins_speak_of():
    assert SUMMARY.name in STORIES
