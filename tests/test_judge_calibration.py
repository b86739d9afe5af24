"""The judge's measure: kappa, the labels, and the table."""

import json
from collections import Counter
from itertools import pairwise

import pytest

from agent.errors import UsageError
from evals.judges.__main__ import main
from evals.judges.agreement import agreement, kappa_of
from evals.judges.calibration import Calibration, calibrate, known, measure, rows_of, table
from evals.judges.judge import PIECES, QUESTIONS, Judge
from evals.judges.labels import Label, read_labels, sample


class Oracle:
    """Answers by a rule on label and prompt, quoting the judged piece's first line."""

    def __init__(self, rule):
        self.rule = rule
        self.labels = read_labels()

    def ask(self, purpose, messages, shape, kind):
        del purpose, shape
        text = messages[1].text
        label = next(x for x in self.labels if all(t.strip() in text for t in x.material.values()))
        quote = label.material[PIECES[label.question][1]].splitlines()[0]
        return kind(verdict=self.rule(label, text), quote=quote, reason="By rule.")


def right(label, text):
    del text
    return label.label


# -- kappa ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "kappa"),
    [
        ((20, 5, 10, 15), 0.4),  # observed 0.7, expected 0.5
        ((45, 15, 25, 15), 0.1304),  # the same agreement of 0.6, with other margins ...
        ((25, 35, 5, 35), 0.2593),  # ... gives another kappa
        ((50, 0, 0, 50), 1.0),
        ((0, 50, 50, 0), -1.0),
        ((25, 25, 25, 25), 0.0),
    ],
)
def test_kappa_has_the_values_of_its_formula(cells, kappa):
    assert kappa_of(*cells) == pytest.approx(kappa, abs=5e-5)


def test_kappa_is_not_defined_where_chance_explains_everything_or_nothing_was_judged():
    assert kappa_of(9, 0, 0, 0) is None
    assert kappa_of(0, 0, 0, 0) is None
    assert agreement([True, False], [None, None]).kappa is None


def test_a_judge_that_always_says_yes_has_kappa_zero():
    found = agreement([True, False] * 15, [True] * 30)
    assert (found.kappa, found.low, found.high) == (0, 0, 0)
    assert (found.agree, found.no_yes) == (15, 15)


def test_abstentions_are_counted_and_are_part_of_no_kappa():
    found = agreement([True, True, False, False, True], [True, None, False, None, False])
    assert (found.yes_yes, found.yes_no, found.no_no, found.abstained, found.judged) == (1, 1, 1, 2, 3)
    assert found.kappa == pytest.approx(kappa_of(1, 1, 0, 1))


def test_the_interval_holds_kappa_narrows_with_more_items_and_is_the_same_again():
    labels, verdicts = [True, False] * 10, [True, False] * 8 + [False, True] * 2
    few, many = agreement(labels, verdicts), agreement(labels * 9, verdicts * 9)
    assert few.low < few.kappa < few.high
    assert many.high - many.low < (few.high - few.low) / 2
    assert agreement(labels, verdicts) == few


def test_few_items_without_a_mistake_do_not_prove_perfection():
    few, many = (agreement([True, False] * n, [True, False] * n) for n in (5, 50))
    assert few.kappa == few.high == 1
    assert few.low == pytest.approx(0.4449, abs=1e-3)  # Wilson: 10 of 10 is at least 0.722; kappa is twice that less 1
    assert few.low < many.low < 1


def test_labels_and_verdicts_must_be_of_the_same_items():
    with pytest.raises(ValueError, match="2 labels and 1 verdicts"):
        agreement([True, False], [True])


# -- labels -----------------------------------------------------------------------------------------------------------


def test_there_are_thirty_labels_a_question_half_of_them_yes():
    held = Counter((label.question, label.label) for label in read_labels())
    assert held == {(question, answer): 15 for question in QUESTIONS for answer in ("yes", "no")}


def test_labels_are_of_four_languages():
    held = Counter(label.language for label in read_labels())
    assert set(held) == {"en", "de", "es", "zh"}
    assert all(count >= 10 for count in held.values())


def test_no_two_labels_ask_the_same():
    asked = [(label.question, *sorted(label.material.values())) for label in read_labels()]
    assert len(set(asked)) == len(asked)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_length_of_what_is_judged_does_not_tell_the_label(question):
    held = [
        (x.holds, x.language, len(x.material[PIECES[question][1]])) for x in read_labels() if x.question == question
    ]
    pairs = [(a[2], b[2]) for a in held for b in held if a[0] and not b[0] and a[1] == b[1]]
    longer = sum(yes > no for yes, no in pairs) / len(pairs)
    assert 0.35 <= longer <= 0.65, "as often as not, the longer of two in the same language is the one labelled yes"


def test_a_wrong_label_is_an_error_that_names_its_line(tmp_path):
    good = json.loads(read_labels()[0].model_dump_json())
    for wrong in ({"label": "perhaps"}, {"material": {"thread": "x"}}, {"extra": 1}, {"why": ""}):
        file = tmp_path / "labels.jsonl"
        file.write_text(json.dumps(good) + "\n" + json.dumps({**good, "id": "F98", **wrong}) + "\n", "utf-8")
        with pytest.raises(UsageError, match="line 2"):
            read_labels(file)


def test_an_id_that_stands_twice_is_an_error(tmp_path):
    file = tmp_path / "labels.jsonl"
    file.write_text((read_labels()[0].model_dump_json() + "\n") * 2, "utf-8")
    with pytest.raises(UsageError, match="F01"):
        read_labels(file)


def test_a_sample_is_balanced_and_the_same_for_the_same_seed():
    drawn = sample(read_labels(), 40, 7)
    assert Counter((x.question, x.label) for x in drawn) == {(q, a): 5 for q in QUESTIONS for a in ("yes", "no")}
    assert drawn == sample(read_labels(), 40, 7)
    assert drawn != sample(read_labels(), 40, 8)


# -- the measure ------------------------------------------------------------------------------------------------------


def test_a_judge_that_is_always_right_has_kappa_one_and_no_flips():
    rows = calibrate(Judge(Oracle(right)), read_labels(), workers=4)
    assert [row.question for row in rows] == [*QUESTIONS, "all"]
    assert all(row.kappa == 1 and row.abstained == 0 and row.agree == row.n for row in rows)
    assert all((row.order_asked, row.order_flips, row.length_flips) == (row.n, 0, 0) for row in rows)


def test_a_judge_that_prefers_what_comes_first_is_caught_by_the_order_probe_alone():
    def first(label, text):
        judged = PIECES[label.question][1]
        return "yes" if text.index(f"~ {judged}\n") < text.index(f"~ {PIECES[label.question][0]}\n") else "no"

    row = calibrate(Judge(Oracle(first)), read_labels())[-1]
    assert (row.order_flips, row.length_flips, row.kappa) == (120, 0, 0)


def test_a_judge_that_prefers_length_is_caught_by_the_length_probe_alone():
    def longer(label, text):
        return "yes" if len(text) > sum(map(len, label.material.values())) + 150 else "no"

    row = calibrate(Judge(Oracle(longer)), read_labels())[-1]
    assert (row.order_flips, row.length_flips) == (0, 120)


def test_a_judge_that_makes_quotes_up_abstains_throughout():
    class Liar(Oracle):
        def ask(self, purpose, messages, shape, kind):
            said = super().ask(purpose, messages, shape, kind)
            return said.model_copy(update={"quote": "words that nobody wrote"})

    row = calibrate(Judge(Liar(right)), read_labels(), probes=0)[-1]
    assert (row.n, row.abstained, row.kappa) == (120, 120, None)


def test_probes_can_be_fewer_and_progress_is_told():
    told = []
    labels = sample(read_labels(), 8, 1)
    judged = measure(Judge(Oracle(right)), labels, probes=1, told=lambda done, of: told.append((done, of)))
    assert [j.id for j in judged] == [label.id for label in labels]
    assert sum(j.order is not None for j in judged) == sum(j.length is not None for j in judged) == 4
    assert told[-1] == (16, 16)


def test_the_order_of_questions_does_not_show_the_labels():
    seen = []

    def watched(label, text):
        del text
        seen.append(label)
        return label.label

    measure(Judge(Oracle(watched)), read_labels(), probes=0)
    changes = sum(a.label != b.label for a, b in pairwise(seen))
    assert 35 < changes < 85
    assert [x.id for x in seen] != sorted(x.id for x in seen)


def test_the_table_prints_every_row_with_its_interval():
    labels = sample(read_labels(), 16, 3)
    text = table(rows_of(labels, measure(Judge(Oracle(right)), labels, probes=0)))
    assert "| summary_useful | 4 | 4/4 | 1.00 [" in text
    assert text.splitlines()[-1].startswith("| all | 16 | 16/16 |")


def test_a_measure_is_known_later_and_not_for_other_prompts(tmp_path):
    judge, labels, file = Judge(Oracle(right)), sample(read_labels(), 8, 1), tmp_path / "calibration.json"
    judged = measure(judge, labels, probes=0)
    found = Calibration(model="m", prompts=judge.prompts, rows=rows_of(labels, judged), judged=judged)
    assert known(judge, file) is None
    file.write_text(found.model_dump_json(), "utf-8")
    assert known(judge, file) == found
    assert found.row("summary_useful").n == 2
    other = found.model_copy(update={"prompts": {**judge.prompts, "judge_summary_useful": "0 sha256:0"}})
    file.write_text(other.model_dump_json(), "utf-8")
    assert known(judge, file) is None


def test_the_command_without_a_key_says_what_to_set(capsys):
    assert main([]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "OPENAI_API_KEY" in told.err


def test_a_label_knows_what_it_holds():
    label = read_labels()[0]
    assert isinstance(label, Label)
    assert label.holds is (label.label == "yes")
