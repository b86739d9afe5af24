import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from eval_drafts import Bad, Good, Mediocre, from_gold

from evals import baseline
from evals.checked import good_enough
from evals.checked import table as checks_table
from evals.defects.run import CheckScore, wilson
from evals.gold import load
from evals.report import page
from evals.results import Run, RunFolder, read_run
from evals.scoring import METRICS, Point, Score
from evals.statistics import change, estimate
from evals.suite import Folder, digest, run
from evals.table import comparison, table

CASES = Path(__file__).parents[1] / "evals" / "cases" / "dev"


def samples(most=None):
    return load([CASES])[:most]


def done(source, most=None, more=()):
    return run(samples(most), source, jobs=4, told=lambda: None, more=more)


def command(*words, home):
    env = {**os.environ, "ESCALATE_HOME": str(home), "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-c", "from agent.cli import main; main()", "eval", *map(str, words)],
        env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_good_a_mediocre_and_a_bad_engine_are_ranked_with_separated_intervals():
    runs = [done(engine()) for engine in (Good, Mediocre, Bad)]
    for name in ("facts_recall", "checks_passed", "severity"):
        good, mediocre, bad = (estimate(r.results, name) for r in runs)
        assert good.low > mediocre.high, name
        assert mediocre.low > bad.high, name
    invented = [estimate(r.results, "facts_invented") for r in runs]
    assert invented[0].high == invented[1].high == 0 < invented[2].low


def test_a_crashed_score_is_named_and_the_others_stand():
    def crashes(draft, view):
        del draft, view
        message = "no such table"
        raise LookupError(message)

    found = done(Good(), 2, more=[crashes])
    assert all("crashes: LookupError: no such table" in r.crashed for r in found.results)
    assert all("facts_recall" in r.scores for r in found.results)
    assert "was not scored by crashes" in table(found)


def test_a_case_that_cannot_be_drafted_is_counted_apart_and_named():
    class Breaks(Good):
        async def draft(self, sample):
            if sample.gold.id == samples()[0].gold.id:
                message = "The key was refused."
                raise RuntimeError(message)
            return await super().draft(sample)

    found = done(Breaks(), 3)
    assert [bool(r.failed) for r in found.results] == [True, False, False]
    assert "Drafted 2 of 3" in table(found)
    assert "The key was refused." in table(found)


def test_not_scored_is_kept_out_of_means_and_counted_beside():
    class Half(Good):
        async def draft(self, sample):
            quotes = None if sample.gold.id == samples()[0].gold.id else (("arr", "nowhere in any ticket"),)
            return from_gold(sample.gold, quotes=quotes)

    found = estimate(done(Half(), 3).results, "evidence_true")
    assert (found.value, found.scored, found.of) == (0, 2, 3)
    assert "(1 not)" in table(done(Half(), 3))


def test_an_interval_of_few_cases_is_wider_than_one_of_many():
    few, many = (estimate(done(Mediocre(), n).results, "facts_recall") for n in (6, 40))
    assert few.high - few.low > many.high - many.low > 0


def test_a_run_against_itself_is_no_regression_and_against_a_better_one_it_is():
    good, bad = done(Good(), 20), done(Bad(), 20)
    assert not baseline.compare(good, good).regressed
    worse = baseline.compare(good, bad)
    assert worse.regressed
    assert {"facts_recall", "facts_invented"} <= {r.metric.name for r in worse.rows if r.verdict == "worse"}
    assert "worse: facts: found of those in the ticket" in comparison(worse)
    assert {r.verdict for r in baseline.compare(bad, good).rows} <= {"better", "same"}


def test_one_more_invention_is_a_regression_though_no_interval_can_tell():
    good = done(Good(), 20)
    first, *rest = good.results
    scores = dict(first.scores) | {"facts_invented": Score(value=1)}
    again = good.model_copy(update={"results": (first.model_copy(update={"scores": scores}), *rest)})
    (row,) = [r for r in baseline.compare(good, again).rows if r.verdict == "worse"]
    assert row.metric.name == "facts_invented"
    assert row.cases == (first.id,)


def test_only_cases_with_the_same_ticket_and_gold_are_compared():
    good = done(Good(), 4)
    first, *rest = good.results
    other = good.model_copy(update={"results": (first.model_copy(update={"digest": "changed"}), *rest)})
    found = baseline.compare(good, other)
    assert found.unpaired == (first.id,)
    assert found.rows[0].change.pairs == 3
    assert change(good.results, good.results, "facts_recall").pairs == 4


def test_a_baseline_holds_no_words_of_the_cases(tmp_path):
    bad = done(Bad(), 8)
    assert any(score.points for r in bad.results for score in r.scores.values())
    file = tmp_path / "base.json"
    file.write_text(bad.bare().model_dump_json())
    assert read_run(file).results[0].scores.keys() == bad.results[0].scores.keys()
    assert not any(score.points for r in read_run(file).results for score in r.scores.values())


def test_the_report_escapes_what_tickets_and_drafts_say(tmp_path):
    bad = done(Bad(), 3)
    first, *rest = bad.results
    evil = Score(value=0, points=(Point(where="csm", fault="wrong", said="<script>alert(1)</script>"),))
    results = (first.model_copy(update={"scores": {**first.scores, "facts_recall": evil}}), *rest)
    shown = page(Run(drafted_by="<b>", results=results), samples(3), RunFolder(tmp_path), baseline.compare(bad, bad))
    assert "<script" not in shown
    assert "&lt;script&gt;alert(1)" in shown
    assert "&lt;b&gt;" in shown
    assert shown.count("<svg") == 4


def test_of_held_back_cases_the_report_shows_totals_alone(tmp_path):
    found = done(Bad(), 3)
    first, *rest = found.results
    held = found.model_copy(update={"results": (first.model_copy(update={"split": "held"}), *rest)})
    shut, opened = (page(held, samples(3), RunFolder(tmp_path), None, opened=o) for o in (False, True))
    assert f'id="case-{first.id}"' not in shut
    assert "1 held-back cases are not shown" in shut
    assert f'id="case-{first.id}"' in opened


BRIEF = """# Escalation brief

Account: {name}
Tier: unknown, asked of the account owner
Level: L2
ARR: EUR 84,000
CSM: TBD

## Timeline

| Date | Event |
|---|---|
| 2026-09-01 | The export stopped |

## Root cause

The export task dies after 40 pages because its lock is lost.
"""


def test_a_brief_of_another_template_is_scored_for_what_it_says(tmp_path):
    (sample,) = samples(1)
    (tmp_path / "briefs").mkdir()
    (tmp_path / "briefs" / f"{sample.gold.id}.md").write_text(BRIEF.format(name=sample.gold.facts.account_name))
    draft = asyncio.run(Folder(tmp_path / "briefs", RunFolder(tmp_path / "run")).draft(sample))
    assert draft.facts["account_name"] == sample.gold.facts.account_name
    assert draft.facts["account_tier"] is None
    assert draft.facts["csm"] is None
    assert (draft.facts["arr"].amount, draft.facts["arr"].currency) == (84000, "EUR")
    assert draft.timeline == (("2026-09-01", "2026-09-01 The export stopped"),)
    assert draft.assessment == {"level": "L2"}
    assert "renewal_date" not in draft.facts
    assert {c.id for c in draft.checks if c.state == "fail"} >= {"decision_requested"}


def test_the_command_drafts_scores_and_goes_on_where_it_was(tmp_path):
    (tmp_path / "cases" / "dev").mkdir(parents=True)
    for sample in samples(2):
        for file in (sample.ticket, sample.source):
            (tmp_path / "cases" / "dev" / file.name).write_bytes(file.read_bytes())
    words = ("--cases", tmp_path / "cases", "--engine", "rules", "--out", tmp_path / "run")
    first = command(*words, "--save-baseline", tmp_path / "base.json", home=tmp_path / "home")
    assert first.returncode == 0, first.stderr
    assert "Drafted 2 of 2" in first.stdout
    drafts = sorted((tmp_path / "run").rglob("draft.json"))
    assert len(drafts) == 2
    assert f'id="case-{samples(1)[0].gold.id}"' in (tmp_path / "run" / "report.html").read_text()

    before = [file.stat().st_mtime_ns for file in drafts]
    drafts[1].unlink()  # as if the run had been killed before it
    base = json.loads((tmp_path / "base.json").read_text())
    base["results"][0]["scores"]["leaks"]["value"] = -1.0
    (tmp_path / "base.json").write_text(json.dumps(base))
    again = command(*words, "--baseline", tmp_path / "base.json", home=tmp_path / "home")
    assert again.returncode == 1
    assert "worse: forbidden strings said" in again.stdout
    assert drafts[0].stat().st_mtime_ns == before[0]
    assert drafts[1].is_file()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--cases", "empty"], "There is no case in"),
        (["--baseline", "gone.json"], "cannot be read as a baseline"),
        (["--engine", "openai"], "neither is set"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    ended = command(*words, home=tmp_path / "home")
    assert ended.returncode == 2
    assert said in ended.stderr
    assert "Next:" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_judges_yes_and_no_are_scored_and_its_abstentions_are_not(monkeypatch):
    from factory_case import make_case

    from evals.draft import of_case
    from evals.judges.judge import Verdict
    from evals.scores import judged as theme

    said = {
        "fair_position": Verdict(verdict="yes", quote="a", reason="It is."),
        "quote_supports": Verdict(verdict="no", quote="b", reason="The quote names the thing alone."),
        "summary_faithful": Verdict(verdict="abstain", quote=None, reason="Nothing to compare."),
        "summary_useful": None,
    }
    monkeypatch.setattr(theme, "judge_case", lambda *_: said)
    found = theme.judged(judge=None)(of_case(make_case()), None)
    assert {name: score.value for name, score in found.items()} == {
        "judge_fair_position": 1, "judge_quote_supports": 0,
    }  # fmt: skip
    assert found["judge_quote_supports"].points[0].fault == "The quote names the thing alone."


def score(check, half, planted, caught, harmless, alarms):
    return CheckScore(check, half, planted, caught, harmless, alarms, wilson(caught, planted), wilson(alarms, harmless))


def test_the_held_back_half_alone_decides_whether_the_checks_are_good_enough():
    weak = [score("no_placeholders", "tuned", 10, 0, 10, 9), score("no_placeholders", "held", 20, 19, 40, 1)]
    assert good_enough(weak, 0.95)
    assert not good_enough(weak, 0.96)
    assert not good_enough([score("no_placeholders", "held", 20, 20, 40, 2)], 0.95)
    assert "19/20" in checks_table(weak, slips=True)


def test_every_metric_has_a_name_of_its_own():
    assert len({m.name for m in METRICS}) == len(METRICS)
    assert len({digest(s) for s in samples()}) == len(samples())
