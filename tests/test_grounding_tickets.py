"""Invented tickets in twelve languages (test_grounding_tickets.yaml); every claim that is true of them stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.claims import Claim, Quote, Reading
from agent.facts import ActionTaken, FactValue, Money, TimelineEntry
from agent.grounding import ground
from agent.ticket import Message, Party, RecordField, Role, Ticket

Value = str | Money | TimelineEntry | ActionTaken


@dataclass(frozen=True)
class Example:
    """A ticket and what is true of it."""

    language: str
    ticket: Ticket
    claims: tuple[Claim, ...]


def message(number: int, at: str, author: str, role: Role, text: str, *, public: bool = True) -> Message:
    return Message(id=f"m{number}", at=at, author=author, role=role, public=public, text=text)


def claim(name: str, value: Value, *quotes: tuple[int, str], per: str | None = None, source: str = "vendor") -> Claim:
    return Claim(
        field=name, value=value, source=source, per=per, quotes=tuple(Quote(message=f"m{n}", text=q) for n, q in quotes)
    )


def ticket(*messages: Message, people: tuple[Party, ...] = (), record: str | None = None) -> Ticket:
    """Build a ticket; a record of `label: value` lines becomes message m0 with its fields."""
    fields: list[RecordField] = []
    if record:
        at = 0
        for line in record.split("\n"):
            label, value = line.split(": ", 1)
            start = at + len(label) + 2
            fields.append(RecordField(label=label, value=value, message="m0", start=start, end=start + len(value)))
            at += len(line) + 1
        messages = (Message(id="m0", role="system", kind="record", text=record), *messages)
    return Ticket(source_format="text", digest="0" * 64, messages=messages, fields=tuple(fields), people=people)


def person(name: str, role: Role, title: str | None = None) -> Party:
    return Party(name=name, role=role, title=title)


def example_of(entry: dict[str, Any]) -> Example:
    """Build an example from its entry of the data file."""
    messages = [Message(id=f"m{n}", **m) for n, m in enumerate(entry["messages"], 1)]
    people = tuple(Party(**p) for p in entry["people"])
    claims = tuple(
        Claim(
            field=c["field"],
            value=value_of(c["field"], c["value"]),
            source=c.get("source", "vendor"),
            per=c.get("per"),
            quotes=tuple(Quote(message=m, text=t) for q in c["quotes"] for m, t in q.items()),
        )
        for c in entry["claims"]
    )
    return Example(entry["language"], ticket(*messages, people=people, record=entry.get("record")), claims)


def value_of(field: str, value: Any) -> Value:
    kinds: dict[str, type[Money | TimelineEntry | ActionTaken]] = {
        "arr": Money,
        "timeline": TimelineEntry,
        "actions_taken": ActionTaken,
    }
    return kinds[field](**value) if field in kinds else str(value)


EXAMPLES = tuple(map(example_of, yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))))
ENGLISH, GERMAN = EXAMPLES[:2]


def judged(example: Example, one: Claim, of: Ticket | None = None) -> str | None:
    """Return why the claim falls, judged with the example's names beside it; null when it stands."""
    company = [c for c in example.claims if c.field in {"account_name", "contact_name"} and c.field != one.field]
    result = ground(Reading(claims=(*company, one)), of or example.ticket)
    return next((r.reason for r in result.refused if r.claim is one or r.claim == one), None)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.language)
def test_every_true_claim_of_every_language_stands(example: Example):
    result = ground(Reading(claims=example.claims), example.ticket)
    assert [r.reason for r in result.refused] == []


def test_facts_carry_the_quote_as_it_stands_in_its_message():
    facts = ground(Reading(claims=ENGLISH.claims), ENGLISH.ticket).facts
    for name in type(facts).model_fields:
        for ev in facts.get(name).evidence:
            source = ENGLISH.ticket.message(ev.message)
            assert source is not None
            assert source.text[ev.start : ev.end] == ev.quote


def test_a_monthly_fee_becomes_yearly_with_the_product_in_the_note():
    fact = ground(Reading(claims=ENGLISH.claims), ENGLISH.ticket).facts.arr
    assert fact.value == Money(amount=37800, currency="USD")
    assert fact.source == "computed"
    assert fact.note == "12 x 3,150 = 37,800 USD"


def test_a_colour_in_another_language_is_kept_by_its_english_name():
    value: FactValue | None = ground(Reading(claims=GERMAN.claims), GERMAN.ticket).facts.renewal_risk.value
    assert value == "amber"
