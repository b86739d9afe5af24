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


def name_and_title(scene: Scene, party: Party) -> tuple[Quote, ...]:
    """The name with the title that stands by it; both apart in a record joined by ids; nothing where none is found."""
    if not party.title:
        return ()
    first = scene.ticket.message(party.message or "")
    for held in [*([first] if first else []), *scene.ticket.messages]:
        for name in re.finditer(re.escape(party.name), held.text):
            at = held.text.find(party.title, max(0, name.start() - _BEFORE), name.end() + _BEHIND)
            end = at + len(party.title)
            if at < 0 or held.marked(at, end):
                continue
            if held.kind == "record" and scene.ticket.source_format not in PROSE_RECORDS:
                return scene.quote_of(held.id, *name.span()), scene.quote_of(held.id, at, end)
            return (scene.quote_of(held.id, min(name.start(), at), max(name.end(), end)),)
    return ()
