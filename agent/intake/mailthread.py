"""The parts of a mail as entries, oldest first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agent.intake.draft import Entry

if TYPE_CHECKING:
    from agent.intake.clock import Clock
    from agent.intake.mailtext import Part


def entries_of(parts: list[Part], outer: Entry, clock: Clock) -> list[Entry]:
    """Return the mail's own message last and what it quotes before it; `outer` holds what is known of the mail."""
    out = [replace(outer, text=parts[0].text)]
    forwarded = False
    for part in parts[1:]:
        head = part.head
        if head is None or not part.text.strip():
            forwarded = forwarded or bool(head and head.forward)
            continue
        forwarded = forwarded or head.forward
        who = head.who
        out.append(
            Entry(
                part.text,
                at=clock.iso(head.stamp) if head.stamp else None,
                author=who.name if who else None,
                email=who.email if who else None,
                title=who.title if who else None,
                company=who.company if who else None,
                public=False if head.internal else None,
                quoted=True,
                forward=forwarded,
                to=head.to,
                shown=who.shown if who else None,
            )
        )
    return out[::-1]
