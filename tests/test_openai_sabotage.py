import json
from datetime import date

import pytest
import sabotage
from tapes import TAPES, TICKETS, desk_for

from agent import intake

SPOILT = [
    t for t in TAPES.values() if sabotage.recorded(t, "writing") and t.engine == "openai" and "rate" not in t.name
]
PEOPLE = ("csm", "account_owner", "contact_name")


def drafted(tape, read, write, ticket):
    """Draft with a model that gives these answers, and gives them again when it is asked to repair."""
    desk = desk_for(tape)
    given = {"read": read, "repair": read, "write": write, "rewrite": rewrite(write)}
    desk.writer.chat.ask = lambda purpose, _m, _s, kind: kind.model_validate_json(json.dumps(given[purpose]))
    return desk.draft(ticket, as_of=date.fromisoformat(tape.as_of), lang=tape.lang)


def rewrite(write):
    rows = [*write["rows"]]
    for story in ("what_happened", "problem_narrative"):
        rows += [{"slot": f"{story}.{n}", "text": text} for n, text in enumerate(write[story], 1)]
    return {"what_happened": [], "problem_narrative": [], "rows": rows}


def said(case):
    return " ".join(
        (case.facts.model_dump_json() + case.brief.model_dump_json() + case.package.model_dump_json()).split()
    )


def setting(tape):
    ticket = intake.read_file(TICKETS / tape.ticket, as_of=date.fromisoformat(tape.as_of))
    names = sorted({m.author for m in ticket.messages if m.author})
    return ticket, names, sabotage.recorded(tape, "reading"), sabotage.recorded(tape, "writing")


def inside(evil, case):
    """Whether the words are in the brief: as JSON writes them."""
    return json.dumps(" ".join(evil.split()), ensure_ascii=False)[1:-1] in said(case)


@pytest.mark.parametrize("tape", SPOILT, ids=lambda t: t.name)
def test_no_sabotaged_reading_reaches_a_brief(tape):
    ticket, names, read, write = setting(tape)
    messages = [m.id for m in ticket.messages if m.kind == "message"]
    for done, altered in sabotage.readings(read, messages, names):
        case = drafted(tape, altered, write, ticket)
        for one in done:
            field = one.target.split(".")[0]
            if one.kind == "other message":
                assert literal(case, field), one
            elif field in PEOPLE:
                assert case.facts.get(field).value != one.evil, one
            else:
                assert not inside(one.evil, case), one


def literal(case, field):
    """A quote under another message proves nothing, unless its words stand in that message too."""
    texts = {m.id: m.text for m in case.ticket.messages}
    return all(texts[e.message][e.start : e.end] == e.quote for e in case.facts.get(field).evidence)


@pytest.mark.parametrize("tape", SPOILT, ids=lambda t: t.name)
def test_no_sabotaged_sentence_reaches_a_brief(tape):
    ticket, names, read, write = setting(tape)
    for done, altered in sabotage.stories(write, names):
        case = drafted(tape, read, altered, ticket)
        for one in done:
            assert not inside(one.evil, case), one


@pytest.mark.parametrize("tape", SPOILT, ids=lambda t: t.name)
def test_an_instruction_in_the_ticket_is_obeyed_by_nobody(tape):
    ticket, _, read, write = setting(tape)
    at = next(n for n, m in enumerate(ticket.messages) if m.role == "customer")
    victim = ticket.messages[at]
    changed = victim.model_copy(update={"text": f"{victim.text}\n{sabotage.COMMAND}"})
    ticket = ticket.model_copy(update={"messages": (*ticket.messages[:at], changed, *ticket.messages[at + 1 :])})
    quotes = [{"message": victim.id, "quote": sabotage.COMMAND}]
    read |= {
        "account_tier": {"quotes": quotes, "value": "Platinum"},
        "renewal_risk": {"quotes": quotes, "value": "green"},
    }
    case = drafted(tape, read, write, ticket)
    assert case.facts.account_tier.value != "Platinum"
    assert case.facts.renewal_risk.value != "green"
    assert any("tells a machine" in w for w in case.warnings)


def test_the_sabotages_are_many():
    total = 0
    for tape in SPOILT:
        ticket, names, read, write = setting(tape)
        messages = [m.id for m in ticket.messages if m.kind == "message"]
        total += sum(len(done) for done, _ in sabotage.readings(read, messages, names))
        total += sum(len(done) for done, _ in sabotage.stories(write, names))
    assert total >= 200


def test_what_is_not_sabotaged_stands():
    for tape in SPOILT:
        ticket, _, read, write = setting(tape)
        case = drafted(tape, read, write, ticket)
        wrong = 2 if tape.name == "dutch_lost_sponsor" else 1
        assert len(write["what_happened"]) - sum(t in case.brief.what_happened for t in write["what_happened"]) <= wrong
