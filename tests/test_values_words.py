"""Names of people, negations, and typography folded for comparison."""

from __future__ import annotations

import pytest

from agent.values.names import fold_name, name_tokens, same_person
from agent.values.negation import negations_in, soft_negations_in
from agent.values.typography import clean, folded, one_line


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("P. Achterberg", "Paula Achterberg"),
        ("Dr. Egon Sommerfeld", "Egon Sommerfeld"),
        ("段总", "段晓岚"),
        ("田中さん", "田中 太郎"),
        ("Rhona", "Rhona Pell"),
        ("Sommerfeld, Egon", "Dr Egon Sommerfeld"),
        ("Lucia Barros", "Lucía Barros"),
        ("Frau Sommerfeld", "Egon Sommerfeld"),
        ("Søren Kjær", "Soren Kjaer"),
    ],
)
def test_two_spellings_can_be_one_person(one: str, other: str):
    assert same_person(one, other)
    assert same_person(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann Lee", "Bob Lee"),
        ("段晓岚", "段小岚"),
        ("Henrik Vogt", "Henrik Aalto"),
        ("", "Ann"),
        ("P.", "Paula Achterberg"),
    ],
)
def test_two_people_are_not_one(one: str, other: str):
    assert not same_person(one, other)


def test_honorifics_and_degrees_are_no_part_of_a_name():
    assert name_tokens("Frau Dr. Jule Brand") == ("Jule", "Brand")
    assert name_tokens("段晓岚总监") == ("段晓岚",)
    assert fold_name("Prof. Çağla Öztürk, PhD") == "cagla ozturk"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("We have not added it; we can't", 2),
        ("Wir haben keine Antwort", 1),
        ("Nous n'avons pas reçu de réponse", 1),
        ("No nos han dado respuesta", 1),
        ("Non abbiamo ricevuto nulla", 2),
        ("Não recebemos a resposta do time", 1),
        ("Wij hebben niets ontvangen van het team", 1),
        ("Vi har inte fått svar och väntar", 1),
        ("To nie działa i jest problem", 1),
        ("没有收到,也不能用", 2),
        ("印刷されません", 1),
        ("받지 않았습니다", 1),
        ("Det er ikke vår feil og vi venter", 1),
    ],
)
def test_a_no_is_found_in_every_language(text: str, count: int):
    assert len(negations_in(text)) == count


@pytest.mark.parametrize(
    "text",
    [
        "Ticket No. 5",
        "a non-stop service",
        "no problem",
        "不过很好",
        "非常感谢",
        "nicht nur das, sondern mehr",
        "水無瀬さん",
    ],
)
def test_what_only_looks_like_a_no_is_none(text: str):
    assert negations_in(text) == []


def test_softer_words_are_told_apart():
    assert [n.text for n in soft_negations_in("unable to print, and refused")] == ["unable", "refused"]


def test_folding_keeps_the_way_back_to_the_text():
    text = "> a&nbsp;b \u2014 so\u00adft \u201cx\u201d\n> 48 \uff11\uff12"
    table = folded(text)
    assert table.text == "a b-soft'x'48 12"
    at = table.text.index("soft")
    assert text[slice(*table.span(at, at + 4))] == "so\u00adft"
    at = table.text.index("12")
    assert text[slice(*table.span(at, at + 2))] == "\uff11\uff12"


def test_reading_copies_are_free_of_quoting_and_entities():
    assert clean("> one &amp;\n>> two\u3000three") == "one &\ntwo three"
    assert one_line("出库单\n打不出来 in\nthe log") == "出库单打不出来 in the log"


@pytest.mark.parametrize("text", ["\n " * 5000, "\n> " * 5000, " " * 10000, "\t\n" * 5000, " -" * 5000, "&amp;" * 3000])
def test_folding_ends_on_text_made_to_stall_it(text: str):
    assert len(folded(f"a{text}b").text) <= len(text) + 2
    assert clean(f"a{text}b").startswith("a")
