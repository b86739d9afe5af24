"""Lines that a screen shows among messages: buttons, macros, surveys, suggestions of a bot."""

from __future__ import annotations

import re

from agent.intake.words import BUTTONS, SCREEN_NOISE

_BOXED = re.compile(r"\[\s*([^\[\]]{1,24}?)\s*\]")
_PAGER = re.compile(r"‹\s?\d+ of \d+\s?›")
_ROBOT = ("🤖", "✨")


def is_chrome(line: str) -> bool:
    """Whether a line is the screen's own, not a person's."""
    text = line.strip()
    if not text:
        return False
    if text.startswith(_ROBOT) or _PAGER.search(text):
        return True
    boxes = [b.lower() for b in _BOXED.findall(text)] if "[" in text else []
    if boxes and any(b in BUTTONS for b in boxes):
        return True
    boxed = text.startswith("[") and any(SCREEN_NOISE.opens(b) or b.startswith(("macro", "makro")) for b in boxes)
    return boxed or SCREEN_NOISE.opens(text)
