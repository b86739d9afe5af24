"""How a check is written: a generator of findings, registered under the id that users see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.case import CheckResult
from agent.checks.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from agent.checks.model import Doc

    Check = Callable[[Doc], Iterator["Finding"]]


@dataclass(frozen=True)
class Finding:
    """One thing that keeps a check from passing; `by` is the input whose question blocks it, null for a failure.

    `key` names the reason and the remedy in the message files; `values` fill their places.
    """

    key: str
    where: str
    values: dict[str, str]
    by: str | None = None


_CHECKS: dict[str, Check] = {}
ORDER = (
    "root_cause_specific", "customer_position_fair", "decision_requested", "arr_at_risk_quantified",
    "communication_plan_complete", "language_blameless", "summary_is_3_to_5_sentences", "timeline_in_order",
    "every_ask_answered", "facts_supported", "no_new_promises", "no_placeholders", "plan_has_owners_and_dates",
)  # fmt: skip
"""The ids in the order in which they are shown; one that is not named here comes last."""


def check(check_id: str) -> Callable[[Check], Check]:
    """Register a generator of findings under an id. It passes when it yields none, is blocked when all are blocked."""

    def register(function: Check) -> Check:
        _CHECKS[check_id] = function
        return function

    return register


def fail(key: str, where: str, **values: str) -> Finding:
    """Return a finding that a rewrite settles."""
    return Finding(key, where, values)


def blocked(key: str, where: str, *, by: str, **values: str) -> Finding:
    """Return a finding that only an answer settles; `by` is the input that has to be answered."""
    return Finding(key, where, values, by)


def run(doc: Doc) -> tuple[CheckResult, ...]:
    """Return one result a check, in the order of the checklist."""
    ids = sorted(_CHECKS, key=lambda i: ORDER.index(i) if i in ORDER else len(ORDER))
    return tuple(run_one(check_id, doc) for check_id in ids)


def run_one(check_id: str, doc: Doc) -> CheckResult:
    """Return the result of one check; a KeyError names one that does not exist."""
    return _result(check_id, tuple(_CHECKS[check_id](doc)), doc)


def _result(check_id: str, findings: tuple[Finding, ...], doc: Doc) -> CheckResult:
    failed = [f for f in findings if f.by is None]
    chosen = (failed or list(findings))[:1]
    if not chosen:
        kind = "pass" if doc.source == "case" or check_id != "facts_supported" else "pass_alone"
        return CheckResult(id=check_id, state="pass", reason=say(doc.lang, f"{check_id}.{kind}")[0])
    first = chosen[0]
    reason, remedy = say(doc.lang, f"{check_id}.{first.key}", **first.values)
    more = len(failed or findings) - 1
    if more:
        reason += say(doc.lang, "more", count=str(more))[0]
    return CheckResult(
        id=check_id, state="fail" if failed else "blocked", reason=reason, where=first.where or None, remedy=remedy
    )
