"""Why it happened, as far as our side has found it out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.engines.rules.wording import joined, substantial

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.claims import Claim
    from agent.engines.rules.scene import Scene
    from agent.engines.rules.view import Sentence
    from agent.ticket import Message

_PARTICULAR = re.compile(r"\b[\w-]*\d[\w.-]*\b|\b[A-Z]{2,}\b|\b\w+[A-Z]\w*\b")
_CASE = re.compile(r"\b[A-Z]{2,8}-?\d{2,7}\b")
_IS_NOT = re.compile(
    r"^(?:so )?(?:it(?:['’]s| is) not|it isn['’]t|it was(?:n['’]t| not)|not the |es ist nicht|es ist kein|nicht der |"
    r"nicht die |ce n['’]est pas|non è |no es |não é |het is niet|det är inte)"
    r"|(?:ではありません|ではない(?:です)?|じゃない|不是.{1,12}|아닙니다)[。.]?$",
    re.IGNORECASE,
)
_DEEP_ENOUGH = 4.0
_GAP, _LONGEST = 3, 5
_PLAIN_HINTS = 3
_OPENER = 60
_HINTS = ("cause_hint", "cause_since", "cause_gap")
_NO_CAUSE = (
    "withdrawn", "cause_unknown", "cause_guess", "promise", "apology", "wrong_value", "ask_courtesy", "recurring",
    "renewal", "risk_set", "role_csm", "role_owner", "not_done", "ask",
)  # fmt: skip


def cause_claims(scene: Scene) -> list[Claim]:
    """What our side found as the cause: the deepest finding that nobody withdrew and that is no guess; else silence."""
    findings: list[tuple[float, list[Sentence]]] = []
    for message in scene.view.spoken:
        if message.role != "vendor":
            continue
        line = [
            s for s in scene.view.by_message[message.id] if s.role == "vendor" and not s.message.marked(s.start, s.end)
        ]
        if any(scene.has(s, "cause_unknown") for s in line):
            findings.clear()
            continue
        if any(scene.has(s, "withdrawn") for s in line):
            findings.clear()
        for passage in _passages(scene, line):
            depth = _depth(scene, message, passage)
            if depth >= _DEEP_ENOUGH:
                findings.append((depth, passage))
    best = max(enumerate(findings), key=lambda f: (f[1][0], f[0]), default=None)
    return joined(scene, "root_cause", best[1][1], "vendor") if best else []


def _depth(scene: Scene, message: Message, passage: list[Sentence]) -> float:
    """How much of a mechanism a finding tells: phrases of cause and particulars; internal notes speak more freely."""
    strong = sum(scene.has(s, "cause_found") for s in passage)
    hints = sum(len(scene.within(s, *_HINTS)) for s in passage)
    raised = any(scene.has(s, "action_done") and _CASE.search(s.text) for s in scene.view.by_message[message.id])
    particulars = sum(len(_PARTICULAR.findall(s.text)) for s in passage)
    plain = message.public is False and hints >= _PLAIN_HINTS and particulars > 1
    named = raised and (hints > 1 or particulars > 2)  # noqa: PLR2004 - a mechanism, not a ticket number
    opened = message.public is False and strong > 0 and any(_mechanism(scene, s) for s in passage)
    mechanism = message.public is False and _kinds(scene, passage) > 1
    if not (opened or mechanism) and not (hints and (strong or named or plain)):
        return 0
    depth = 2 * min(strong, 2) + min(hints, 4) + min(particulars, 6) / 2 + (message.public is False) + 2 * raised
    return max(depth, _DEEP_ENOUGH) if opened or mechanism else depth


def _mechanism(scene: Scene, sentence: Sentence) -> bool:
    """Whether a sentence can be what a finding found: more than the words that open it."""
    return len(sentence.text) > _OPENER or (substantial(sentence) and not scene.has(sentence, "cause_found"))


def _kinds(scene: Scene, passage: list[Sentence]) -> int:
    """How many different things of a mechanism a passage names: a change, something left undone, a consequence."""
    telling = [s for s in passage if scene.has(s, "cause_since", "cause_gap")]
    return max((len({h.start for h in scene.within(s, *_HINTS)}) for s in telling), default=0)


def _passages(scene: Scene, line: list[Sentence]) -> Iterator[list[Sentence]]:
    """Each run of sentences that tell a cause close together, with the two behind it, less what is no cause."""
    telling = [i for i, s in enumerate(line) if _tells(scene, s)]
    runs: list[list[int]] = []
    for at in telling:
        if runs and at - runs[-1][-1] <= _GAP:
            runs[-1].append(at)
        else:
            runs.append([at])
    for run in runs:
        reach = line[run[0] : run[-1] + 3][:_LONGEST]
        yield [s for s in reach if _tells(scene, s) or (substantial(s) and _about_it(scene, s))]


def _about_it(scene: Scene, sentence: Sentence) -> bool:
    doubt = scene.has(sentence, *_NO_CAUSE, "action_done") or scene.foreign(sentence) or _excludes(sentence)
    return not doubt and not scene.figures_in_doubt(sentence)


def _excludes(sentence: Sentence) -> bool:
    """Whether a short sentence says only what it is not."""
    return len(sentence.text) <= _OPENER and bool(_IS_NOT.search(sentence.text.strip()))


def _tells(scene: Scene, sentence: Sentence) -> bool:
    told = substantial(sentence) or len(sentence.text.split()) > 2 or scene.has(sentence, "cause_found")  # noqa: PLR2004 - "We were overbooked."
    if (
        scene.foreign(sentence)
        or _excludes(sentence)
        or scene.figures_in_doubt(sentence)
        or not told
        or sentence.text.rstrip().endswith(("?", "？"))
    ):
        return False
    return scene.has(sentence, "cause_found", *_HINTS) and not scene.has(sentence, *_NO_CAUSE)
