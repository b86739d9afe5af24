"""A name with the title that stands by it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.engines.rules.account import PROSE_RECORDS

if TYPE_CHECKING:
    from agent.claims import Quote
    from agent.engines.rules.scene import Scene
    from agent.ticket import Party

_BEFORE, _BEHIND, _IN_RECORD = 80, 160, 400


def name_and_title(scene: Scene, party: Party) -> tuple[Quote, ...]:
    """The name with the title that stands by it; both apart where a record or an export joins them; else nothing."""
    if not party.title:
        return ()
    first = scene.ticket.message(party.message or "")
    for held in [*([first] if first else []), *scene.ticket.messages]:
        for name in re.finditer(re.escape(party.name), held.text):
            reach = _IN_RECORD if held.kind == "record" else _BEHIND
            at = held.text.find(party.title, max(0, name.start() - _BEFORE), name.end() + reach)
            end = at + len(party.title)
            if at < 0 or held.marked(at, end):
                continue
            lines = held.text.count("\n", name.end(), max(at, name.end()))
            joined = scene.ticket.source_format not in PROSE_RECORDS
            if (joined and lines) or (held.kind == "record" and (joined or lines > 1)):
                return scene.quote_of(held.id, *name.span()), scene.quote_of(held.id, at, end)
            return (scene.quote_of(held.id, min(name.start(), at), max(name.end(), end)),)
    return ()
