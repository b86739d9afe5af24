"""A name with the title that stands by it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.engines.rules.account import PROSE_RECORDS

if TYPE_CHECKING:
    from agent.claims import Quote
    from agent.engines.rules.scene import Scene
    from agent.ticket import Party

_BEFORE, _BEHIND = 80, 160


def name_and_title(scene: Scene, party: Party) -> Quote | None:
    """The name with the title that stands by it; in a record joined by ids they stand apart: the title alone."""
    if not party.title:
        return None
    first = scene.ticket.message(party.message or "")
    for held in [*([first] if first else []), *scene.ticket.messages]:
        for name in re.finditer(re.escape(party.name), held.text):
            at = held.text.find(party.title, max(0, name.start() - _BEFORE), name.end() + _BEHIND)
            if at >= 0 and not held.marked(at, at + len(party.title)):
                joined = held.kind == "record" and scene.ticket.source_format not in PROSE_RECORDS
                begin = at if joined else min(name.start(), at)
                last = at + len(party.title) if joined else max(name.end(), at + len(party.title))
                return scene.quote_of(held.id, begin, last)
    return None
