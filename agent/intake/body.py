"""A message body of an export as entries: HTML seen as a person would, quoted mails parted from it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.intake import mailtext
from agent.intake.clock import Clock
from agent.intake.jsonshape import is_markup
from agent.intake.mailthread import entries_of

if TYPE_CHECKING:
    from datetime import date

    from agent.intake.draft import Draft, Entry


_LAID_OUT = re.compile(r"<(?:p|br|div|li|t[dr]|h[1-6]|blockquote|pre|table|body)\b", re.IGNORECASE)
"""Markup that sets lines itself; a text without it that holds a stray tag keeps its own line breaks."""


def visible(text: str, draft: Draft) -> str:
    """Return a body as text; what HTML hides is kept apart."""
    if not is_markup(text):
        return unescaped(text)
    from agent.intake import html  # noqa: PLC0415  a text export does not need it

    if "\n" in text and not _LAID_OUT.search(text):
        text = text.replace("\n", "<br>\n")
    seen = html.see(text)
    draft.hidden.extend(seen.hidden)
    return seen.text


def unescaped(text: str) -> str:
    """Decode HTML entities where the text holds some."""
    if "&" not in text:
        return text
    from html import unescape  # noqa: PLC0415  few texts hold entities

    return unescape(text)


def entries(entry: Entry, draft: Draft, as_of: date) -> list[Entry]:
    """Return the entry last and before it the mails that its text quotes."""
    text = entry.text.replace("\r\n", "\n")
    if ">" not in text and ":" not in text:
        return [entry]
    parts = mailtext.split(text, keep_quotes=True)
    if len(parts) == 1:
        return [entry]
    from datetime import datetime  # noqa: PLC0415

    sent = [datetime.fromisoformat(entry.at).date()] if entry.at else None
    clock = Clock(as_of, sent, "dmy" if any(p.head and p.head.day_first for p in parts) else None)
    out = entries_of(parts, entry, clock)
    draft.warnings.extend(w for w in clock.warnings if w not in draft.warnings)
    return out if out[-1].text.strip() else out[:-1]
