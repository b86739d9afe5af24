"""Text made safe for a terminal and for one line: no control characters, no escapes, no invisible directions."""

from __future__ import annotations

import re
from functools import lru_cache

_ESCAPE = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[PX^_][^\x1b]*(?:\x1b\\)?|[ -/]*[0-~])?"
    r"|\x9b[0-?]*[ -/]*[@-~]"
)
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls but tab and line feed
    "\u00ad\u200b\u200e\u200f\u2060-\u2064\ufeff"  # soft hyphen, zero width (the joiners stay: scripts need them)
    "\u202a-\u202e\u2066-\u206f"  # directions that reorder what is read
    "\ufff9-\ufffb\U000e0000-\U000e007f]"  # interlinear marks, tags
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"[\s\u2028\u2029\u0085]+")


def clean(text: str) -> str:
    """Return the text without terminal escapes, control and direction characters; line feeds and tabs stay."""
    shown = _ESCAPE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", shown.replace("\u2028", "\n").replace("\u2029", "\n")))


@lru_cache(maxsize=1024)
def one_line(text: str) -> str:
    """Return the cleaned text on one line, each run of white space a single space."""
    return _SPACE.sub(" ", clean(text)).strip()
