"""What the report shows, prepared for its template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.case import Case
from agent.facts import REQUIRED
from evals.report.pictures import Bar, bars, dumbbells, grid
from evals.scoring import METRICS
from evals.statistics import estimate
from evals.table import HALVES, figure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from evals.baseline import Comparison
    from evals.gold import Sample
    from evals.results import Result, Run, RunFolder

_FIELD_SIGNS: dict[str, str] = {
    "right": "good", "rightly absent": "calm", "wrong": "bad", "missed": "weak", "invented": "worst",
}  # fmt: skip
_CHECK_SIGNS = {"pass": "good", "blocked": "weak", "fail": "bad"}
_ACCURACY = ("decision", "type", "level", "destination", "severity", "renewal_risk", "public_risk", "sentiment")


@dataclass(frozen=True)
class Row:
    """A metric in both halves."""

    label: str
    group: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Lost:
    """A point that was lost, with the quotes of the field it is about."""

    metric: str
    where: str
    fault: str
    said: str
    expected: str
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    """A case with what a person needs to judge a lost point."""

    result: Result
    lost: tuple[Lost, ...]
    brief: str
    ticket: tuple[tuple[str, tuple[tuple[str, bool], ...]], ...]
    note: str


def page(
    run: Run, samples: Sequence[Sample], folder: RunFolder, compared: Comparison | None, *, opened: bool = False
) -> str:
    """Return the report of a run. Of held-back cases it shows totals alone, unless they are `opened`."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - heavy

    halves = {h: [r for r in run.results if r.split == h] for h in HALVES}
    halves = {h: results for h, results in halves.items() if results}
    single = [r for r in run.results if opened or r.split == "dev"]
    by_id = {sample.gold.id: sample for sample in samples}
    env = Environment(loader=PackageLoader("evals.report", "."), autoescape=True, undefined=StrictUndefined)
    return env.get_template("report.html.j2").render(
        run=run,
        halves={HALVES[h]: len(results) for h, results in halves.items()},
        rows=list(_rows(halves)),
        bars={HALVES[h]: bars(_bars(results)) for h, results in halves.items()},
        fields=grid(*_fields(single)),
        checks=grid(*_checks(single)),
        moved=dumbbells(compared) if compared else "",
        compared=compared,
        cases=[_shown(result, by_id[result.id], folder) for result in single],
        hidden=len(run.results) - len(single),
        figure=figure,
    )


def _rows(halves: dict[str, list[Result]]) -> Iterator[Row]:
    for metric in METRICS:
        cells = []
        for results in halves.values():
            found = estimate(results, metric.name)
            if found is None:
                cells.append("not scored")
                continue
            left = f" · {found.of - found.scored} not scored" if found.of > found.scored else ""
            low, high = figure(metric, found.low), figure(metric, found.high)
            cells.append(f"{figure(metric, found.value)}  [{low}, {high}]{left}")
        yield Row(metric.label, metric.group, tuple(cells))


def _bars(results: list[Result]) -> list[Bar]:
    found = [(m, estimate(results, m.name)) for m in METRICS if m.form == "share" and m.better == "higher"]
    return [Bar(m.label, e.value, e.low, e.high) for m, e in found if e is not None]


def _fields(results: Sequence[Result]) -> tuple[list[str], list[str], list[list[tuple[str, str]]]]:
    names = sorted({name for r in results for name in r.fields})
    names += [name for name in _ACCURACY if any(name in r.scores for r in results)]
    return [r.id for r in results], names, [[_field_cell(r, name) for name in names] for r in results]


def _field_cell(result: Result, name: str) -> tuple[str, str]:
    if name in result.fields:
        return _FIELD_SIGNS[result.fields[name]], f"{result.id} {name}: {result.fields[name]}"
    if name in result.scores:
        right = result.scores[name].value == 1
        return "good" if right else "bad", f"{result.id} {name}: {'right' if right else 'wrong'}"
    return "none", f"{result.id} {name}: not scored"


def _checks(results: Sequence[Result]) -> tuple[list[str], list[str], list[list[tuple[str, str]]]]:
    names = list(dict.fromkeys(name for r in results for name in r.checks))
    cells = [
        [(_CHECK_SIGNS.get(r.checks.get(n, ""), "none"), f"{r.id} {n}: {r.checks.get(n, 'not scored')}") for n in names]
        for r in results
    ]
    return [r.id for r in results], names, cells


def _shown(result: Result, sample: Sample, folder: RunFolder) -> Shown:
    kept = folder.root / "cases" / result.id
    case = _case(kept / "draft.json")
    quotes: dict[str, tuple[str, ...]] = {}
    if case:
        quotes = {name: tuple(e.quote for e in case.facts.get(name).evidence) for name in REQUIRED}
        for name in _ACCURACY:
            judged = getattr(case.assessment, name)
            quotes[name] = tuple(e.quote for reason in judged.because for e in reason.evidence) or quotes.get(name, ())
    lost = tuple(
        Lost(name, p.where, p.fault, p.said, p.expected, quotes.get(p.where, ()))
        for name, score in result.scores.items()
        if name != "checks_blocked"
        for p in score.points
    )
    marked = {q for point in lost for q in point.quotes}
    return Shown(result, lost, _brief(case, kept), _ticket(case, sample, marked), sample.gold.note)


def _case(file: Path) -> Case | None:
    return Case.model_validate_json(file.read_bytes()) if file.is_file() else None


def _brief(case: Case | None, kept: Path) -> str:
    """Return the brief as HTML, its text escaped: Markdown is rendered with raw HTML off."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - heavy

    from agent import render  # noqa: PLC0415 - heavy

    text = str(render.as_("md", case)) if case else ""
    if not case:
        text = "\n".join(f.read_text("utf-8", "replace") for f in sorted(kept.glob("brief.*")))
    return str(MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "link"]).render(text))


def _ticket(
    case: Case | None, sample: Sample, marked: set[str]
) -> tuple[tuple[str, tuple[tuple[str, bool], ...]], ...]:
    if case is None:
        return (("", ((sample.ticket.read_text("utf-8", "replace")[:20_000], False),)),)
    return tuple(
        (f"{m.id} · {m.author or ''} · {m.at or ''}", tuple(_pieces(m.text, marked))) for m in case.ticket.messages
    )


def _pieces(text: str, marked: set[str]) -> Iterator[tuple[str, bool]]:
    """Cut a message into what is quoted by a lost point and what is not."""
    places = sorted((at, at + len(q)) for q in marked if q and (at := text.find(q)) >= 0)
    done = 0
    for start, end in places:
        if start < done:
            continue
        yield text[done:start], False
        yield text[start:end], True
        done = end
    yield text[done:], False
