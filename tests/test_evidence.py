"""A quote is found whole in the message it names, or not at all."""

from __future__ import annotations

import pytest

from agent.claims import Quote
from agent.evidence import find_quote, locate
from agent.ticket import Mark, Message, Ticket

TEXT = (
    "Good morning,\n\n> We have not added 84 seats; if\n> anything we've shrunk.\n\nThe fee is "
    "£46,800 - I typed 64,800. Version v8.14 is non-refundable &amp; late. Wir zahlen die Rechnung "
    "nicht. 没有影响发货。対応できません。"
)


def found(quote: str, hint: int | None = None) -> str | None:
    place = locate(TEXT, quote, hint)
    return TEXT[slice(*place)] if place else None


@pytest.mark.parametrize(
    ("quote", "slice_"),
    [
        (
            "We have not added 84 seats; if anything we’ve shrunk.",
            "We have not added 84 seats; if\n> anything we've shrunk.",
        ),
        ("£46,800 – I typed 64,800", "£46,800 - I typed 64,800"),
        ("non-refundable & late", "non-refundable &amp; late"),
        ("The fee is ￡４６,８００", "The fee is £46,800"),
        ("“Good morning”", "Good morning"),
        ("没有影响\n发货", "没有影响发货"),
        ("The fee\u00a0is £46\u200b,800", "The fee is £46,800"),
    ],
)
def test_typography_is_forgiven_and_the_slice_is_the_messages_own(quote: str, slice_: str):
    assert found(quote) == slice_


@pytest.mark.parametrize(
    "quote",
    [
        "we have not added 84 seats",
        "We have not added 48 seats",
        "We have added 84 seats",
        "The fee is £46.800",
        "The fée is £46,800",
        "The fee is 46,800",
        "We have not 84 seats",
        "",
        "...",
    ],
)
def test_another_case_digit_accent_mark_or_a_dropped_word_is_not_forgiven(quote: str):
    assert found(quote) is None


@pytest.mark.parametrize("quote", ["6,800", "46", "14 is", "hrunk", "refundable", "ersion v8.14", "v8"])
def test_a_word_number_or_compound_cut_in_two_is_no_quote(quote: str):
    assert found(quote) is None


@pytest.mark.parametrize("quote", ["added 84 seats", "Wir zahlen die Rechnung", "影响发货", "対応でき"])
def test_a_quote_that_leaves_out_the_no_of_its_clause_is_refused(quote: str):
    assert found(quote) is None


@pytest.mark.parametrize(
    "quote",
    ["anything we've shrunk", "Wir zahlen die Rechnung nicht", "没有影响发货", "対応できません", "The fee is £46,800"],
)
def test_a_quote_with_its_no_or_without_one_beside_it_stands(quote: str):
    assert found(quote) is not None


def test_a_no_of_the_line_before_is_another_clause():
    text = "CSM: none\nAccount owner: Ines Calloway\n- first item, no date\n- second item"
    assert locate(text, "Account owner: Ines Calloway") is not None
    assert locate(text, "- second item") is not None


def test_the_hint_chooses_among_equal_words():
    text = "Renewal is open. " * 5
    second = locate(text, "Renewal is open.", 20)
    assert second == (17, 33)
    assert locate(text, "Renewal is open.") == (0, 16)


def ticket(*marks: Mark) -> Ticket:
    return Ticket(
        source_format="text",
        digest="0" * 64,
        messages=(Message(id="m1", text=TEXT, marks=marks), Message(id="m2", text="Thanks.")),
    )


def test_a_quote_from_another_message_is_not_found():
    assert find_quote(ticket(), Quote(message="m2", text="The fee is £46,800")) is None
    assert find_quote(ticket(), Quote(message="m9", text="Thanks.")) is None


def test_marked_text_proves_nothing_where_the_mark_is_hidden_and_something_where_it_is_quoted():
    quote = Quote(message="m1", text="The fee is £46,800")
    hidden, quoted = Mark(start=60, end=110, kind="hidden"), Mark(start=60, end=110, kind="quoted")
    assert find_quote(ticket(hidden), quote) is None
    assert find_quote(ticket(quoted), quote) is not None


def test_evidence_holds_the_slice_at_its_own_offsets():
    evidence = find_quote(ticket(), Quote(message="m1", text="if anything we’ve shrunk"))
    assert evidence is not None
    assert TEXT[evidence.start : evidence.end] == evidence.quote == "if\n> anything we've shrunk"
