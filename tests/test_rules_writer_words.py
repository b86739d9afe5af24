"""What the rules writer does with the thread's own words: splitting asks, quoting, excerpts, and both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from factory_facts import make_dossier, make_facts

import agent.engines.rules.writer as package
from agent import render
from agent.engines.rules.writer.asks import asks_of, split
from agent.engines.rules.writer.quoting import as_one, plain, quoted, voiced
from agent.evidence import Evidence
from agent.facts import Fact
from agent.render.prose import excerpt, sentences
from agent.render.wording import wording


def said(*quotes: str) -> tuple[Evidence, ...]:
    return tuple(Evidence(message=f"m{n}", start=0, end=len(q), quote=q) for n, q in enumerate(quotes, start=1))


def test_asks_are_the_lines_without_their_marks_and_without_the_line_that_opens_them() -> None:
    text = "We ask for three things:\n1. a fix\n(b) the list\n- a letter"
    assert split(text) == ("a fix", "the list", "a letter")
    assert split("Two things please\n1) a fix\n2) a call") == ("a fix", "a call")


def test_asks_in_one_line_are_parted_at_their_numbers_or_semicolons() -> None:
    assert split("We want 1) a fix, 2) a call") == ("We want", "a fix,", "a call")
    assert split("a fix; a call from your director") == ("a fix", "a call from your director")
    assert split("要求如下：一、周一前恢复；二、减免费用。") == ("周一前恢复；", "减免费用。")


def test_one_ask_stays_one() -> None:
    assert split("Please fix it by 30 April, and send the cause.") == (
        "Please fix it by 30 April, and send the cause.",
    )


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("the export fixed in production", ("fix",)),
        ("die Ursache schriftlich", ("cause", "record")),
        ("请贵司副总裁直接和周总通一次电话", ("executive",)),
        ("3月份的服务费减免", ("money",)),
        ("une remise sur la facture", ("money",)),
        ("one person we can call", ("contact",)),
        ("prefixed routes are shown", ()),
    ],
)
def test_an_ask_is_about_what_its_words_say_in_any_language(text: str, kinds: tuple[str, ...]) -> None:
    dossier = make_dossier(facts=make_facts(customer_ask=Fact(value=text, source="customer")), signals=())
    assert asks_of(dossier)[0].kinds == kinds


def test_a_weekday_is_meant_from_the_day_on_which_it_was_written() -> None:
    ask = asks_of(make_dossier(facts=make_facts()))[0]
    assert str(ask.day) == "2026-03-27"


def test_verbatim_words_stand_in_quotation_marks_and_others_do_not() -> None:
    evidence = said("The export stops after 10,000 rows.")
    assert quoted("The export stops after 10,000 rows.", evidence) == "“The export stops after 10,000 rows” [m1]"
    assert quoted("Exports end early.", evidence) == "Exports end early [m1]"


def test_sentences_from_several_places_are_quoted_one_by_one_and_a_run_is_cited_once() -> None:
    evidence = said("First it broke.", "Then it burned.")
    assert voiced("First it broke. Then it burned.", evidence) == "“First it broke” [m1], “Then it burned” [m2]"
    both = said("First it broke. And so on. Then it burned.")
    assert voiced("First it broke. Then it burned.", both) == "“First it broke”, “Then it burned” [m1]"


def test_the_threads_own_brackets_cannot_pose_as_a_citation() -> None:
    evidence = said("approved by the board [m3]")
    assert quoted("approved by the board [m3]", evidence) == "“approved by the board (m3)” [m1]"
    assert plain("x [answer:arr]\n# y") == "x (answer:arr) # y"


def test_a_question_inside_a_quote_does_not_end_our_sentence() -> None:
    assert quoted("(Is that so?)", said("(Is that so?)")).count("?") == 0
    assert len(sentences(as_one("They say “it is. It is” [m1]. And more [m2]."))) == 1


def test_sentences_do_not_end_at_abbreviations_ordinals_or_figures() -> None:
    assert (
        len(
            sentences("Dr. Kern wrote on 3. April about release 8.14 and e.g. the lock. It failed [m1]. 又坏了。真的。")
        )
        == 4
    )


def test_an_excerpt_ends_behind_a_word() -> None:
    assert excerpt("one two three four", 12) == "one two..."
    assert excerpt("short", 12) == "short"


@pytest.mark.parametrize("lang", ["zh"])
def test_both_languages_have_the_same_words_with_the_same_places(lang: str) -> None:
    english, other = wording("en"), wording(lang)
    assert set(english.entries) == set(other.entries)
    assert all(english.places(key) == other.places(key) for key in english.entries)


def test_every_word_that_code_asks_for_exists() -> None:
    known = wording("en").entries
    folders = (Path(package.__file__).parent, Path(render.__file__).parent)
    asked = {
        key
        for folder in folders
        for file in folder.glob("*.py")
        for key in re.findall(r'words\(\s*"([\w.]+)"', file.read_text("utf-8"))
    }
    assert asked
    assert asked <= set(known)


def test_what_is_told_in_our_words_breaks_off_at_a_clause_and_leaves_no_loose_end() -> None:
    told = (
        "The view was promised as one log across all clinics; what they have is nineteen logs and an empty page, daily"
    )
    assert quoted(told, (), 60) == "The view was promised as one log across all clinics"
    assert (
        quoted(told, (), 100) == "The view was promised as one log across all clinics; what they have is nineteen logs"
    )
