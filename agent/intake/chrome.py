"""Lines that a screen shows among messages: buttons, macros, surveys, suggestions of a bot."""

from __future__ import annotations

import re

from agent.intake.words import BUTTONS, SCREEN_NOISE

_BOXED = re.compile(r"\[\s*([^\[\]]{1,24}?)\s*\]")
_PAGER = re.compile(r"‹\s?\d+ of \d+\s?›")
_OPENING = ("🤖", "✨", "✦", "©", "ⓘ")
_FOOTER = re.compile(r"^(?:today is|heute ist|nous sommes le|hoy es|hoje é|今天是)\b.{0,80}·", re.IGNORECASE)
_FEWEST = 2


def is_chrome(line: str) -> bool:
    """Whether a line is the screen's own, not a person's."""
    text = line.strip()
    if not text:
        return False
    if text.startswith(_OPENING) or _PAGER.search(text) or _FOOTER.match(text):
        return True
    boxes = [b.lower() for b in _BOXED.findall(text)] if "[" in text else []
    if len([b for b in boxes if b in BUTTONS]) >= (1 if len(boxes) == 1 else _FEWEST) or (
        boxes and boxes[0] in BUTTONS
    ):
        return True
    boxed = text.startswith("[") and any(SCREEN_NOISE.opens(b) or b.startswith(("macro", "makro")) for b in boxes)
    return boxed or SCREEN_NOISE.opens(text)
