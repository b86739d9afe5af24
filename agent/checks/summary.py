"""The summary: three to five sentences, so that an executive reads all of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.checks.prose import sentences
from agent.checks.registry import Finding, check, fail
from agent.checks.unknowns import placeholder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.checks.model import Doc

_FEWEST, _MOST = 3, 5
_NUMBERED = re.compile(r"^\s*\d{1,2}[.)]\s+", re.MULTILINE)
_INSIDE = re.compile(r"(?P<open>[“„«「『])(?P<quote>[^”»」』]{0,900})(?P<close>[”»」』])(?P<next>\s*\S?)")


def _closed(match: re.Match[str]) -> str:
    """Return a quotation as one word: a full stop inside it ends no sentence of ours, unless it ends the quotation."""
    last = match["quote"].rstrip()[-1:]
    ends = last if last in ".!?…。！？" and (not match["next"].strip() or not match["next"].strip().islower()) else ""
    return f"{match['open']}quoted{ends}{match['close']}{match['next']}"


@check("summary_is_3_to_5_sentences")
def summary_length(doc: Doc) -> Iterator[Finding]:
    """What happened is told in three to five sentences."""
    section = doc.section("summary")
    text = "\n".join(line.text for line in section.all())
    if not text.strip() or placeholder(text):
        yield fail("absent", section.where)
        return
    count = len(sentences(_INSIDE.sub(_closed, _NUMBERED.sub("", text))))
    if not _FEWEST <= count <= _MOST:
        yield fail("long" if count > _MOST else "short", section.where, count=str(count))
