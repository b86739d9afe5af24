"""Whether the facts are those of the ticket, proven by it, and nothing else."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from agent.facts import Money
from evals.gold import Amount
from evals.match import holds, plain, proves, same, tells
from evals.scores.view import SINGLE
from evals.scoring import Point, Score, present, share

if TYPE_CHECKING:
    from evals.draft import Draft, Value
    from evals.gold import Entry, Groups
    from evals.scores.view import View
    from evals.scoring import Scores

State = Literal["right", "rightly absent", "wrong", "missed", "invented"]
_AMOUNT = 0.005
_DAY = 10


def states(draft: Draft, view: View) -> dict[str, State]:
    """Return by input how the draft stands to the gold; inputs that cannot be told from the draft are left out."""
    return {field: _state(field, draft.facts[field], view.expected(field)) for field in SINGLE if field in draft.facts}


def _state(field: str, said: Value, gold: str | Amount | Groups | None) -> State:
    if not gold:
        return "invented" if said else "rightly absent"
    if not said:
        return "missed"
    return "right" if _right(field, said, gold) else "wrong"


def _right(field: str, said: str | Money, gold: str | Amount | Groups) -> bool:
    if isinstance(gold, Amount):
        near = isinstance(said, Money) and abs(said.amount - gold.amount) <= _AMOUNT * gold.amount
        return near and isinstance(said, Money) and said.currency.upper() == gold.currency.upper()
    if isinstance(gold, tuple):
        return tells(str(said), gold)
    return str(said)[:_DAY] == gold if field == "renewal_date" else same(said, gold)


def facts(draft: Draft, view: View) -> Scores:
    """Precision over what was stated, recall over what the ticket states, and the count of inventions."""
    found = states(draft, view)
    count = list(found.values()).count
    right = count("right")
    points = [
        Point(where=field, fault=state, said=_shown(draft.facts[field]), expected=_shown(view.expected(field)))
        for field, state in found.items()
        if state in {"wrong", "missed", "invented"}
    ]
    return present(
        {
            "facts_precision": share(
                right, right + count("wrong") + count("invented"), [p for p in points if p.fault != "missed"]
            ),
            "facts_recall": share(
                right, right + count("wrong") + count("missed"), [p for p in points if p.fault == "missed"]
            ),
            "facts_invented": Score(value=count("invented"), points=tuple(p for p in points if p.fault == "invented"))
            if found
            else None,
        }
    )


def _shown(value: Value | Amount | Groups) -> str:
    if value is None:
        return ""
    if isinstance(value, Money | Amount):
        return f"{value.currency} {value.amount:,.0f}"
    return "; ".join(" / ".join(group) for group in value) if isinstance(value, tuple) else value


def leaks(draft: Draft, view: View) -> Scores:
    """What may not be said as ours, and is."""
    own = plain(draft.own_words)
    said = [text for text in view.sample.gold.forbidden if plain(text) in own]
    return {"leaks": Score(value=len(said), points=tuple(Point(where="own words", fault="leak", said=s) for s in said))}


def evidence(draft: Draft, view: View) -> Scores:
    """Whether each quote stands in the ticket's file, and each fact has one."""
    if draft.quotes is None:
        return {}
    false = [(field, quote) for field, quote in draft.quotes if not proves(quote, view.squashed_ticket)]
    points = [Point(where=field, fault="quote is not in the ticket", said=quote) for field, quote in false]
    unproven = tuple(Point(where=field, fault="no quote") for field in draft.unproven)
    return present(
        {
            "evidence_true": share(len(draft.quotes) - len(false), len(draft.quotes), points),
            "unproven": Score(value=len(unproven), points=unproven),
        }
    )


def timeline(draft: Draft, view: View) -> Scores:
    """The gold's entries found on their day, and neighbours that stand in order of time."""
    if draft.timeline is None:
        return {}
    gold = view.sample.gold.facts.timeline
    lost = [e for e in gold if not any(d[:_DAY] == e.date and holds(t, e.mention) for d, t in draft.timeline)]
    steps = list(pairwise(date for date, _ in draft.timeline))
    wrong = [(one, other) for one, other in steps if one[:_DAY] > other[:_DAY]]
    return present(
        {
            "timeline_recall": share(len(gold) - len(lost), len(gold), _lost("timeline", lost)),
            "timeline_order": share(
                len(steps) - len(wrong),
                len(steps),
                [Point(where="timeline", fault="order", said=f"{a} before {b}") for a, b in wrong],
            ),
        }
    )


def actions(draft: Draft, view: View) -> Scores:
    """The gold's actions found."""
    if draft.actions is None:
        return {}
    gold = view.sample.gold.facts.actions_taken
    lost = [e for e in gold if not any(holds(text, e.mention) for text in draft.actions)]
    return present({"actions_recall": share(len(gold) - len(lost), len(gold), _lost("actions_taken", lost))})


def _lost(where: str, entries: list[Entry]) -> list[Point]:
    return [
        Point(where=where, fault="missed", expected=f"{e.date or ''} {' / '.join(e.mention)}".strip()) for e in entries
    ]
