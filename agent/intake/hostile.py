"""Text that addresses whoever reads a ticket by machine, instead of the people of the case.

Two kinds are cut out of what is read: words that only a machine is told (its instructions, its prompt, how its answer
is to be spelt, code to be put into it), and tasks for an assistant that have nothing to do with the ticket (a poem, a
translation, trivia). Where the ticket itself is about such machines nothing is cut: what addresses one is marked and
proves nothing. Other code, markup and registry records stay and are marked.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from agent.intake.machine_words import ABOUT_ANSWER, DEIXIS, MACHINES, PLAIN, READER, RESTYLED, TASK, TO_MACHINE
from agent.ticket import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable

_SENTENCE = re.compile(r"[^\n]+?(?:[.!?…]+[\"'”’)\]]*(?=\s|$)|[。！？]+[」』”]?|(?=\n)|$)")
_ENCLOSED = re.compile(
    r"<(information|system|instructions?|important|admin|prompt|assistant|override)>.{0,4000}?</\1>|"
    r"<\|(?:im_start|system|assistant)\|>.{0,4000}?<\|(?:im_end|end)\|>|\[INST\].{0,4000}?\[/INST\]|<!--.{0,4000}?-->",
    re.IGNORECASE | re.DOTALL,
)
_REGISTRY = re.compile(
    r"^\s*(?:Domain Name|Registry \w|Registrar\b|Registrant\b|(?:Updated|Creation|Registration|Expiration) (?:Date"
    r"|Time):|"
    r"Registry Expiry|ROID:|Name Server|Domain Status|DNSSEC|Sponsoring Registrar|(?:Admin|Tech|Billing) \w[\w"
    r" ]{2,30}:|"
    r">>> Last update|URL of the ICANN)"
)
_CODE_LINE = re.compile(
    r"<\s*(?:script|img|iframe|svg|a|object|embed|style|link|meta|form|input|body|video|audio)\b[^\n]*|<!\[CDATA\[|"
    r"javascript:|data:text/html|\bon(?:error|load|click|mouseover)\s*=|"
    r"__import__\(|\b(?:eval|exec|compile|popen|system)\(|\blambda\s*[\w,* ]*:|^\s*(?:import|from) [\w.]+(?: import"
    r" .*)?$|"
    r"^\s*with open\(|\$\(\w+ |^\s*`[^`]+`\s*$|"
    r"\b(?:DROP|CREATE|ALTER) TABLE\b|\bUNION (?:ALL )?SELECT\b|\bSELECT\b.{1,200}\b(?:FROM|THEN|END)\b|\bEXEC\("
    r"|\bSLEEP\(\d",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"^\W*(?:please )?(?:can|could|would|will) you (?:please )?(?:show|tell|give|teach) me ", re.IGNORECASE
)
_QUOTED = re.compile(r"['\"“‘][^'\"”’]{3,80}['\"”’](?!\w)")
_LONGEST = 1200
_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM = 5
_KNOWN_SHARE = 0.34
_FEWEST = 2
_LABELLED = re.compile(r"^\s*(?:[A-Z>][\w /-]{1,40}:|>>>|$)")
_FEW_RECORDS = 4
_FAR = 1 << 62
_RICH = 40
_ABOUT_MACHINES = 2
_SHORTEST = 25


def addresses_reader(text: str) -> bool:
    """Whether a hidden text speaks to a machine that reads it: nobody hides a word about one without a reason."""
    return bool(READER.search(text[:20_000])) or _addressed(text)


def _addressed(text: str) -> bool:
    return any(_told(s.group()) for s in _SENTENCE.finditer(text[:20_000]))


class Vocabulary:
    """The words that a ticket's people use, to tell what has nothing to do with it."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Count the stems of all texts, and the texts that speak of machines without addressing one."""
        self._count: Counter[str] = Counter()
        about = 0
        for text in texts:
            self._count.update(_stems(text))
            about += bool(MACHINES.search(text)) and any(
                MACHINES.search(s.group()) and not _told(s.group()) for s in _SENTENCE.finditer(text[:20_000])
            )
        self.of_machines = about >= _ABOUT_MACHINES

    def strange(self, sentence: str) -> bool:
        """Whether hardly a word of the sentence occurs anywhere else in a ticket that says enough to tell."""
        own = Counter(_stems(sentence))
        known = sum(self._count[stem] > n for stem, n in own.items())
        return len(self._count) >= _RICH and len(own) >= _FEWEST and known <= len(own) * _KNOWN_SHARE


def _stems(text: str) -> list[str]:
    return [w[:_STEM] for w in _WORD.findall(text.casefold()) if w not in PLAIN]


def spans_of(text: str, vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """Return the ranges of a message that speak to a machine, in order, none over another."""
    fences = _fences(text)
    found = _records(text)
    found += [m.span() for m in _ENCLOSED.finditer(text)] if "<" in text or "[INST]" in text else []
    done = 0
    for m in _SENTENCE.finditer(text):
        said = m.group()
        start = m.start() + len(said) - len(said.lstrip())
        if start < done or len(said.strip()) < _FEWEST or _within(fences, start):
            continue
        if TO_MACHINE.search(said[:_LONGEST]):
            done = _line_end(text, m.end())
            found.append((_opening(text, start, vocabulary), done))
        elif handed := _handed(text, m.end(), fences):
            found.append((start, handed))
        elif _told(said) or _task(text, m, vocabulary):
            found.append((start, m.end()))
    return _apart(found)


def _fences(text: str) -> list[tuple[int, int]]:
    """Return the ranges between fences of code, the fences included."""
    if "```" not in text and "~~~" not in text:
        return []
    found: list[tuple[int, int]] = []
    opened: tuple[str, int] | None = None
    at = 0
    for line in text.split("\n"):
        mark = line.lstrip()[:3]
        if opened is None and mark in {"```", "~~~"}:
            opened = (mark, at)
        elif opened and mark == opened[0] and line.strip() == mark:
            found.append((opened[1], at + len(line)))
            opened = None
        at += len(line) + 1
    return found


def _within(spans: list[tuple[int, int]], at: int) -> bool:
    near = bisect_right(spans, (at, _FAR)) - 1
    return near >= 0 and spans[near][0] <= at < spans[near][1]


def _opening(text: str, start: int, vocabulary: Vocabulary) -> int:
    """Return where on its line the address begins: with strange sentences before it."""
    first = text.rfind("\n", 0, start) + 1
    before = text[first:start].strip()
    bare = len(before.split()) <= _FEWEST
    return first if before and len(before) <= _LONGEST and (bare or vocabulary.strange(before)) else start


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        elif end > start:
            out.append((start, end))
    return out


def without(text: str, vocabulary: Vocabulary) -> str:
    """Return the text less what speaks to a machine; a line of which nothing stays goes whole."""
    out, at = [], 0
    for start, end in spans_of(text, vocabulary):
        first = text.rfind("\n", 0, start) + 1
        last = _line_end(text, end)
        whole = not text[first:start].strip(" \t>*-") and not text[end:last].strip()
        begin = max(at, first) if whole else start
        out.append(text[at:begin])
        at = min(len(text), last + 1) if whole else end
    return "".join([*out, text[at:]])


def told_in(value: str) -> bool:
    """Whether a field's value speaks to a machine."""
    return len(value) >= _SHORTEST and _addressed(value)


def without_code(text: str) -> str:
    """Return the text with blanks for its code, at equal offsets."""
    for start, end in _code(text):
        text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
    return text


def _code(text: str) -> list[tuple[int, int]]:
    """Return the fenced ranges and the lines of code."""
    found = _fences(text)
    lines = (m for m in _SENTENCE.finditer(text) if _CODE_LINE.search(m.group()[:_LONGEST]))
    return _apart(found + [m.span() for m in lines])


def marks_of(text: str, vocabulary: Vocabulary) -> tuple[Mark, ...]:
    """Return the ranges that still speak to a machine (`machine`), and the code in the text (`code`)."""
    found = [Mark(start=a, end=b, kind="machine") for a, b in spans_of(text, vocabulary)]
    found += [Mark(start=a, end=b, kind="code") for a, b in _code(text)]
    return tuple(found)


def _told(sentence: str) -> bool:
    """Whether a sentence says what only a machine is told."""
    short = sentence[:_LONGEST]
    return bool(TO_MACHINE.search(short) or RESTYLED.search(short) or ABOUT_ANSWER.search(short))


def _task(text: str, found: re.Match[str], vocabulary: Vocabulary) -> bool:
    """Whether a line of its own sets an assistant a task that has nothing to do with the ticket."""
    sentence = found.group().strip()
    if (
        not _SHORTEST <= len(sentence) <= _LONGEST
        or not TASK.match(sentence)
        or DEIXIS.search(_QUOTED.sub("", _ASKED.sub("", sentence)))
    ):
        return False
    before = text[max(0, found.start() - _FEW_RECORDS) : found.start()].rsplit("\n", 1)[-1]
    after = text[found.end() : found.end() + _FEW_RECORDS].split("\n", 1)[0]
    return not before.strip() and not after.strip() and vocabulary.strange(sentence)


def _handed(text: str, end: int, fences: list[tuple[int, int]]) -> int:
    """Return where the code ends that a sentence hands a reader, to be put into its own; 0 where it hands none."""
    near = bisect_right(fences, (end, 0))
    under = fences[near][1] if near < len(fences) and not text[end : fences[near][0]].strip() else 0
    said = text[max(0, end - _LONGEST) : end].rsplit("\n", 1)[-1]
    return under if under and _hands_code().search(said) else 0


@cache
def _hands_code() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:code|script) ?(?:snippet|block|section|excerpt|fragment|segment|piece|part)?s?\b.{0,60}"
        r"(?:\byour\b|\bin(?:to)? it\b|:\s*$)|\byour (?:code|codebase|implementation|solution|algorithm|response"
        r"|elucidation)\b",
        re.IGNORECASE,
    )


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def parted(markup: str) -> tuple[str, list[str]]:
    """Return markup less the blocks in made-up tags that are meant for a machine, and those blocks."""
    blocks = [m for m in _ENCLOSED.finditer(markup) if not m.group().startswith("<!--")]
    for m in reversed(blocks):
        markup = markup[: m.start()] + markup[m.end() :]
    return markup, [m.group() for m in blocks]


def without_registry(text: str) -> str:
    """Return the text less the records of internet registries: nobody of a case writes them."""
    for start, end in reversed(_records(text)):
        text = text[:start] + text[end + 1 :]
    return text


def _records(text: str) -> list[tuple[int, int]]:
    """Return the ranges of registry records: runs of labelled lines, some of them a registry's own."""
    if "egistr" not in text:
        return []
    runs: list[list[tuple[int, int, bool]]] = [[]]
    at = 0
    for line in text.split("\n"):
        if _REGISTRY.match(line) or (runs[-1] and _LABELLED.match(line)):
            runs[-1].append((at, at + len(line), bool(_REGISTRY.match(line))))
        elif runs[-1]:
            runs.append([])
        at += len(line) + 1
    return [(run[0][0], run[-1][1]) for run in runs if sum(own for *_, own in run) >= _FEW_RECORDS]
