"""What our side promised the customer in public."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.claims import Promise

if TYPE_CHECKING:
    from agent.engines.rules.scene import Scene

_MOST = 10


def promises_of(scene: Scene) -> list[Promise]:
    """Return the public sentences of our side that undertake something, each with the day it names."""
    out = []
    for hit in scene.hits.get("promise", []):
        sentence = hit.sentence
        ours = sentence.role == "vendor" and sentence.message.public is not False
        if not ours or scene.negated(hit) or sentence.text.rstrip().endswith(("?", "？")):
            continue
        days = [d.value for d in scene.dates(sentence) if d.value]
        later = [d for d in days if sentence.message.day and d >= sentence.message.day]
        text = re.sub(r"\s+", " ", sentence.text).strip()
        promise = Promise(
            text=text, by=sentence.message.author, due=str(later[0]) if later else None, quotes=(sentence.quote,)
        )
        if promise not in out:
            out.append(promise)
    return out[-_MOST:]
