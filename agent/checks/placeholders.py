"""Placeholders: whatever was left to be filled in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.checks.lexicon import find, said
from agent.checks.prose import unquoted
from agent.checks.registry import Finding, check, fail
from agent.checks.unknowns import asked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.checks.model import Doc

_CODE = re.compile(r"`[^`]*`")


@check("no_placeholders")
def no_placeholders(doc: Doc) -> Iterator[Finding]:
    """Nothing is left to be filled in; what is unknown says whom it was asked of."""
    for _, line in doc.prose():
        text = _CODE.sub(" ", unquoted(line.text))
        found = find("placeholder", text)
        if found and not (asked(text) and find("soft_placeholder", found.group())):
            yield fail("left", line.where, text=said(text, found))
