"""Whether the brief serves its reader: asks, commitments and risks told, the checklist passed, little to rewrite."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evals.match import holds, tells
from evals.scoring import Point, Score, present, share

if TYPE_CHECKING:
    from evals.draft import Draft
    from evals.gold import Groups
    from evals.scores.view import View
    from evals.scoring import Scores


def asks(draft: Draft, view: View) -> Scores:
    """The gold's asks that the brief tells where it tells asks."""
    gold = view.sample.gold.facts.customer_ask or ()
    lost = [group for group in gold if not holds(draft.asks, group)]
    points = [Point(where="customer_ask", fault="missed", expected=" / ".join(group)) for group in lost]
    return present({"asks_covered": share(len(gold) - len(lost), len(gold), points)})


def commitments(draft: Draft, view: View) -> Scores:
    """The promises of our side that the draft lists, where the case names them."""
    gold = view.sample.gold.commitments
    if gold is None or draft.commitments is None:
        return {}
    return present({"commitments_kept": _told(draft.commitments, gold, "commitments")})


def risks(draft: Draft, view: View) -> Scores:
    """The risky things said in the thread that a reader of the brief learns of, where the case names them."""
    gold = view.sample.gold.risks
    return {} if gold is None else present({"risks_told": _told(draft.markdown, gold, "risks")})


def _told(text: str, gold: tuple[Groups, ...], where: str) -> Score | None:
    lost = [groups for groups in gold if not tells(text, groups)]
    points = [Point(where=where, fault="left out", expected="; ".join("/".join(g) for g in groups)) for groups in lost]
    return share(len(gold) - len(lost), len(gold), points)


def checklist(draft: Draft, view: View) -> Scores:
    """Checks that passed of those that could, and how many wait for an answer."""
    del view
    failed = [check for check in draft.checks if check.state == "fail"]
    passed = [check for check in draft.checks if check.state == "pass"]
    points = [Point(where=c.id, fault=c.reason, said=c.where or "", expected=c.remedy or "") for c in failed]
    blocked = tuple(Point(where=c.id, fault=c.reason) for c in draft.checks if c.state == "blocked")
    return present(
        {
            "checks_passed": share(len(passed), len(passed) + len(failed), points),
            "checks_blocked": Score(value=len(blocked), points=blocked) if draft.checks else None,
        }
    )


def reference(draft: Draft, view: View) -> Scores:
    """The share of words to change to reach the case's reference brief, where it has one."""
    file = view.sample.reference
    if file is None:
        return {}
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - heavy

    distance = Levenshtein.normalized_distance(draft.markdown.split(), file.read_text("utf-8").split())
    return {"edit_distance": Score(value=distance)}
