"""The summary: three to five sentences, so that an executive reads all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.checks.prose import sentences
from agent.checks.registry import Finding, check, fail
from agent.checks.unknowns import placeholder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.checks.model import Doc

_FEWEST, _MOST = 3, 5


@check("summary_is_3_to_5_sentences")
def summary_length(doc: Doc) -> Iterator[Finding]:
    """What happened is told in three to five sentences."""
    section = doc.section("summary")
    text = "\n".join(line.text for line in section.all())
    if not text.strip() or placeholder(text):
        yield fail("absent", section.where)
        return
    count = len(sentences(text))
    if not _FEWEST <= count <= _MOST:
        yield fail("long" if count > _MOST else "short", section.where, count=str(count))
