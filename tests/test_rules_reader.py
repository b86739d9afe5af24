from datetime import date

import pytest

from agent import intake
from agent.engines.rules.reader import RulesReader
from agent.grounding import ground

AS_OF = date(2026, 10, 20)
HEAD = """Gannet Desk · Ticket #8841 · "Stock counts drift"
Status: Open | Priority: High | Agent: Lars Winther

CONTACT                                  COMPANY
Ines Okafor                              Harrow & Pike Outfitters
ines.okafor@harrowpike.example           {left}
"""
CUSTOMER = """
Ines Okafor wrote · {day} Oct 2026 09:10
{text}
"""
NOTE = """
{author} added an internal note · {day} Oct 2026 11:20
{text}
"""
REPLY = """
Lars Winther replied · {day} Oct 2026 12:00
{text}
"""
SIGNED = "\n\nInes Okafor\nHead of Inventory\nHarrow & Pike Outfitters"


def note(text, day=12, author="Lars Winther"):
    return NOTE.format(text=text, day=day, author=author)


def wrote(text, day=8):
    return CUSTOMER.format(text=text, day=day)


def read(*parts, left="Seats: 40"):
    ticket = intake.read_ticket((HEAD.format(left=left) + "".join(parts)).encode(), as_of=AS_OF)
    return ground(RulesReader().read(ticket, as_of=AS_OF), ticket)


def signals(grounded):
    return {s.name for s in grounded.signals}


COMPLAINT = wrote("The counts in the app drift from the shelf since Monday. We count by hand every night." + SIGNED)


def test_the_contact_has_the_title_that_stands_under_the_name():
    facts = read(COMPLAINT).facts
    assert facts.contact_name.value == "Ines Okafor"
    assert facts.contact_role.value == "Head of Inventory"


@pytest.mark.parametrize(
    ("field", "amount"),
    [
        ("Billing: USD 2,500 / month", 30000),
        ("Contract value: EUR 41.000,00 per year", 41000),
        ("ARR: GBP 18k", 18000),
        ("Subscription: CHF 9'000 per quarter", 36000),
    ],
)
def test_a_fee_of_the_record_is_made_yearly_in_code(field, amount):
    fact = read(COMPLAINT, left=field).facts.arr
    assert fact.value.amount == amount
    assert {e.message for e in fact.evidence} == {"record"}


@pytest.mark.parametrize(
    "field", ["Open pipeline: USD 90,000", "Invoice due: USD 90,000", "Credit limit: USD 90,000", "Refund: EUR 1,200"]
)
def test_other_money_of_the_record_is_not_the_yearly_value(field):
    assert read(COMPLAINT, left=field).facts.arr.value is None


def test_a_later_correction_wins_over_the_record():
    facts = read(
        COMPLAINT,
        note("The contract end in the panel is wrong, it was extended in May: they renew on 31 March 2027."),
        left="Contract end: 30 Nov 2026",
    ).facts
    assert facts.renewal_date.value == "2027-03-31"


def test_the_figure_called_wrong_falls_and_the_right_one_stands():
    facts = read(COMPLAINT, note("Ignore the ARR in my note of Monday. I typed USD 64,000 and it is USD 46,000.")).facts
    assert facts.arr.value.amount == 46000


def test_another_account_s_figures_stay_out():
    facts = read(
        COMPLAINT,
        note("Please don't confuse them with Harrow Marine, they pay USD 310,000 a year and renew on 1 May 2027."),
    ).facts
    assert facts.arr.value is None
    assert facts.renewal_date.value is None


@pytest.mark.parametrize(
    "text",
    [
        "Priya Nair was their CSM until she left in August, nobody has replaced her.",
        "No idea who the CSM is, Priya Nair has moved to onboarding.",
        "The CSM seat is vacant since Priya Nair left us.",
    ],
)
def test_a_vacant_post_stays_vacant(text):
    assert read(COMPLAINT, note(text)).facts.csm.value is None


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("I am their CSM, adding the numbers.", "Priya Nair"),
        ("CSM is Priya Nair.", "Lars Winther"),
        ("Spoke with Priya Nair, their customer success manager.", "Lars Winther"),
        ("I look after them on the success side.", "Priya Nair"),
    ],
)
def test_who_holds_the_post_is_read_in_many_wordings(text, author):
    found = read(COMPLAINT, note(text, author=author)).facts.csm.value
    assert found in {"Priya Nair", None} if "success side" in text else found == "Priya Nair"


def test_a_hand_over_names_the_new_one():
    facts = read(
        COMPLAINT,
        note("I am their CSM.", day=10, author="Priya Nair"),
        note("Taken over as CSM for them today.", day=14, author="Jonah Weiss"),
    ).facts
    assert facts.csm.value == "Jonah Weiss"


def test_the_customer_s_own_owner_is_not_ours():
    facts = read(COMPLAINT, note("Their workspace owner is Stella Marsh."), left="Workspace owner: Stella Marsh").facts
    assert facts.account_owner.value is None


def test_the_cause_is_the_last_one_that_nobody_withdrew():
    facts = read(
        COMPLAINT,
        note("Probably their scanner sends everything twice.", day=9),
        note(
            "Scrap that, the scanner is fine. Reproduced on staging: release 5.2 caches the shelf table per shift, "
            "so a move at noon is not read. Raised INV-771.",
            day=12,
        ),
    ).facts
    assert "caches the shelf table" in facts.root_cause.value
    assert "scanner sends everything twice" not in facts.root_cause.value


@pytest.mark.parametrize(
    "text",
    [
        "We do not know yet why it happens.",
        "My guess is that the cache is stale, but maybe not.",
        "Customer thinks it is our import. Nothing found so far.",
    ],
)
def test_no_cause_is_made_of_a_guess(text):
    assert read(COMPLAINT, note(text)).facts.root_cause.value is None


def test_a_list_of_asks_is_taken_whole_with_its_deadline():
    asked = (
        "What we need from you:\n1. the counts corrected by 30 October\n2. the reason in writing\n3. one contact person"
    )
    value = read(COMPLAINT, wrote(asked, day=15)).facts.customer_ask.value
    for words in ("30 October", "reason in writing", "one contact person"):
        assert words in value


def test_the_risk_is_the_colour_they_were_moved_to():
    assert read(COMPLAINT, note("I moved them from green to amber today.")).facts.renewal_risk.value == "amber"
    assert read(COMPLAINT, note("Health was green in April, it isn't now.")).facts.renewal_risk.value is None


def test_relative_days_are_of_their_own_message():
    timeline = read(wrote("Since Monday the counts drift." + SIGNED, day=8)).facts.timeline.value
    assert "2026-10-05" in [entry.date[:10] for entry in timeline]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We hereby give notice and terminate the contract.", "notice_given"),
        ("Our lawyers will write to you next.", "legal_threat"),
        ("A journalist has called me about this.", "press_threat"),
        ("We are looking at other vendors.", "churn_discussed"),
        ("I briefed our CEO this morning.", "customer_executive_involved"),
        ("I want to speak to your VP.", "our_executive_requested"),
        ("Someone logged in from an unknown IP with our token.", "security_incident"),
    ],
)
def test_a_signal_is_read_with_its_sentence(text, name):
    found = read(wrote(text + SIGNED))
    assert name in signals(found)
    quotes = [e.quote for s in found.signals if s.name == name for e in s.evidence]
    assert any(words in text for words in (q.strip() for q in quotes))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We are not leaving, and I have no plans to leave.", "churn_discussed"),
        ("I met your CEO at the fair, a nice man.", "our_executive_requested"),
        ("Please press the button for me.", "press_threat"),
        ("I would rather not involve our CEO.", "customer_executive_involved"),
        ("The patch notes mention a court booking module.", "legal_threat"),
    ],
)
def test_a_threat_that_is_denied_or_a_word_that_only_sounds_like_one_is_none(text, name):
    assert name not in signals(read(wrote(text + SIGNED)))


@pytest.mark.parametrize(
    ("sentence", "threatens"),
    [
        ("We take this to our lawyer because nobody answers us.", True),
        ("Wir gehen damit zum Anwalt wenn das nicht bis Freitag behoben ist.", True),
        ("Niemand geht damit zum Anwalt.", False),
        ("Nobody here is going to a lawyer.", False),
    ],
)
def test_a_no_in_the_reason_of_a_threat_takes_nothing_back(sentence, threatens):
    from agent.intake import read_ticket

    text = (
        f'Ticket #7 "Export"\n\n2026-09-01 09:10 Joan Abbott (customer)\nThe export stops after page 40. {sentence}\n\n'
    )
    text += "2026-09-01 11:30 Raj Sethi (support)\nHello Joan, we are looking at it.\n"
    reading = RulesReader().read(read_ticket(text.encode()), as_of=date(2026, 9, 2))
    assert ("legal_threat" in {s.name for s in reading.signals}) is threatens
