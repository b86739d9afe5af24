"""The quality checklist: every item with its state, reason, place and remedy.

`run_checks(case)` checks a case; `agent.checks.document.check_file(path)` checks a file, JSON or Markdown. A check is a
generator of findings in one of the theme modules, registered with `@check("id")`; it reads the neutral document of
`agent.checks.model` and says its reason and remedy by a key of `lexicon/messages.*.txt`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.case import Case, CheckResult
    from agent.checks.model import Doc

__all__ = ["check_document", "check_one", "run_checks"]


def check_document(doc: Doc) -> tuple[CheckResult, ...]:
    """Return the result of every check over a document."""
    from agent.checks import themes  # noqa: F401, PLC0415 - the themes register their checks when they are first needed
    from agent.checks.registry import run  # noqa: PLC0415 - as above

    return run(doc)


def check_one(doc: Doc, check_id: str) -> CheckResult:
    """Return the result of one check over a document; a KeyError names a check that does not exist."""
    from agent.checks import themes  # noqa: F401, PLC0415 - as above
    from agent.checks.registry import run_one  # noqa: PLC0415 - as above

    return run_one(check_id, doc)


def run_checks(case: Case) -> tuple[CheckResult, ...]:
    """Return the result of every check over a case, in the order of the checklist; pure."""
    from agent.checks.mapping import document_of  # noqa: PLC0415 - as above

    return check_document(document_of(case.model_dump(mode="json"), case))
