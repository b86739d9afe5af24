"""A post belongs to the name that the quotes give it to, and only as long as they say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from test_grounding_tickets import claim, message, person, ticket

from agent.claims import Claim, Reading
from agent.grounding import Grounded, ground

if TYPE_CHECKING:
    from agent.ticket import Ticket

VENDOR, CUSTOMER = "vendor", "customer"


def note(text: str, *, role: str = VENDOR, author: str = "Odile Farrant") -> Ticket:
    """A ticket of one note by somebody of our side, written on a Wednesday."""
    people = (person("Odile Farrant", "vendor"), person("Hamo Thrale", "customer"))
    return ticket(
        message(1, "2026-04-22T09:20", author, "customer" if role == CUSTOMER else "vendor", text, public=False),
        people=people,
    )


def judge(of: Ticket, *claims: Claim) -> Grounded:
    return ground(Reading(claims=claims), of)


def codes(of: Ticket, *claims: Claim) -> list[str]:
    return [r.code for r in judge(of, *claims).refused]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Our former CSM Petra Holt set this up.", "Petra Holt"),
        ("Petra Holt was the CSM until March, then she moved to onboarding.", "Petra Holt"),
        ("CSM: Petra Holt. She left in February.", "Petra Holt"),
        ("Petra Holt, ihre CSM, ist im Januar ausgeschieden.", "Petra Holt"),
        ("原来的 CSM 李岩松 1 月份离职了", "李岩松"),
        ("Ines Calloway took over from Petra Holt as CSM.", "Petra Holt"),
        ("Vacant, formerly Petra Holt, is the CSM seat.", "Petra Holt"),
    ],
)
def test_a_former_holder_does_not_hold_the_post(text: str, name: str):
    assert codes(note(text), claim("csm", name, (1, text))) != []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Petra Holt left in March; Ines Calloway is the CSM now.", "Ines Calloway"),
        ("Ines Calloway, CSM, took over from Petra Holt.", "Ines Calloway"),
        ("CSM: Ines Calloway. Account owner: Bram Oyston (left in May).", "Ines Calloway"),
    ],
)
def test_a_successor_is_not_taken_for_the_predecessor(text: str, name: str):
    assert codes(note(text), claim("csm", name, (1, text))) == []


def test_two_posts_of_one_quote_are_not_swapped():
    text = "CSM: Ines Calloway, account owner: Bram Oyston"
    assert (
        codes(note(text), claim("csm", "Ines Calloway", (1, text)), claim("account_owner", "Bram Oyston", (1, text)))
        == []
    )
    assert codes(
        note(text), claim("csm", "Bram Oyston", (1, text)), claim("account_owner", "Ines Calloway", (1, text))
    ) == ["role", "role"]


def test_the_author_may_claim_a_post_in_the_first_person_and_nobody_else_by_it():
    text = "This account is mine on the success side."
    assert codes(note(text), claim("csm", "Odile Farrant", (1, text))) == []
    assert codes(note(text), claim("csm", "Hamo Thrale", (1, text))) == ["name"]


def test_a_name_without_a_post_is_not_enough():
    text = "Ines Calloway called them yesterday."
    assert codes(note(text), claim("csm", "Ines Calloway", (1, text))) == ["role"]


def test_a_title_belongs_to_the_name_beside_it():
    text = "I am Hamo Thrale. Our COO, Beatrix Lund, was briefed at seven."
    of = note(text, role=CUSTOMER, author="Hamo Thrale")
    contact = claim("contact_name", "Hamo Thrale", (1, "I am Hamo Thrale"))
    assert codes(of, contact, claim("contact_role", "COO", (1, text))) == ["role"]
    assert codes(of, claim("contact_role", "COO", (1, text))) == ["contact"]
