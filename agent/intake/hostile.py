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

from agent.intake.machine_words import ABOUT_ANSWER, DEIXIS, MACHINES, PLAIN, READER, RESTYLED, TASK, to_machine
from agent.ticket import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_STOP = re.compile(r"(?<![.!?…])[.!?…]+[\"'”’)\]]*(?=\s|$)|(?<![。！？])[。！？]+[」』”]?")
_OPENER = re.compile(
    r"<(information|system|instructions?|important|admin|prompt|assistant|override)>|<\|(?:im_start|system"
    r"|assistant)\|>|"
    r"\[INST\]|<!--",
    re.IGNORECASE,
)
_CLOSERS = {"<!": ("-->",), "[i": ("[/inst]",), "<|": ("<|im_end|>", "<|end|>")}
_LONGEST_BLOCK = 4000
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
_CODE_CUES = re.compile(
    r"[<`]|\(\W|javascript:|data:|__|lambda|import|open\(|\$\(|TABLE|SELECT|EXEC|SLEEP|\w=", re.IGNORECASE
)
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
    return any(_told(text[a:b]) for a, b in _sentences(text[:20_000]))


class Vocabulary:
    """The words that a ticket's people use, to tell what has nothing to do with it."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Count the stems of all texts, and the texts that speak of machines without addressing one."""
        self._count: Counter[str] = Counter()
        about = 0
        for text in texts:
            self._count.update(_stems(text))
            about += bool(MACHINES.search(text)) and any(
                MACHINES.search(text[a:b]) and not _told(text[a:b]) for a, b in _sentences(text[:20_000])
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
    found += _enclosed(text)
    done = 0
    for begin, end in _sentences(text):
        said = text[begin:end]
        start = begin + len(said) - len(said.lstrip())
        if start < done or len(said.strip()) < _FEWEST or _within(fences, start):
            continue
        if to_machine(said[:_LONGEST]):
            done = _line_end(text, end)
            found.append((_opening(text, start, vocabulary), done))
        elif handed := _handed(text, end, fences):
            found.append((start, handed))
        elif (
            RESTYLED.search(said[:_LONGEST])
            or ABOUT_ANSWER.search(said[:_LONGEST])
            or _task(text, begin, end, vocabulary)
        ):
            found.append((start, end))
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


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of the sentences, none over a line's end."""
    at = 0
    for line in text.split("\n"):
        begin = 0
        for stop in _STOP.finditer(line):
            yield at + begin, at + stop.end()
            begin = stop.end()
        if line[begin:].strip():
            yield at + begin, at + len(line)
        at += len(line) + 1


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
    if not _CODE_CUES.search(text):
        return found
    lines = [(a, b) for a, b in _sentences(text) if _CODE_LINE.search(text[a : min(b, a + _LONGEST)])]
    return _apart(found + lines)


def marks_of(text: str, vocabulary: Vocabulary, *, cut: bool) -> tuple[Mark, ...]:
    """Return the ranges that speak to a machine (`machine`; none where they were cut out), and the code (`code`)."""
    found = [] if cut else [Mark(start=a, end=b, kind="machine") for a, b in spans_of(text, vocabulary)]
    found += [Mark(start=a, end=b, kind="code") for a, b in _code(text)]
    return tuple(found)


def _told(sentence: str) -> bool:
    """Whether a sentence says what only a machine is told."""
    short = sentence[:_LONGEST]
    return bool(to_machine(short) or RESTYLED.search(short) or ABOUT_ANSWER.search(short))


def _task(text: str, start: int, end: int, vocabulary: Vocabulary) -> bool:
    """Whether a line of its own sets an assistant a task that has nothing to do with the ticket."""
    sentence = text[start:end].strip()
    if (
        not _SHORTEST <= len(sentence) <= _LONGEST
        or not TASK.match(sentence)
        or DEIXIS.search(_QUOTED.sub("", _ASKED.sub("", sentence)))
    ):
        return False
    before = text[max(0, start - _FEW_RECORDS) : start].rsplit("\n", 1)[-1]
    after = text[end : end + _FEW_RECORDS].split("\n", 1)[0]
    return not before.strip() and not after.strip() and vocabulary.strange(sentence)


def _handed(text: str, end: int, fences: list[tuple[int, int]]) -> int:
    """Return where the code ends that a sentence hands a reader, to be put into its own; 0 where it hands none."""
    near = bisect_right(fences, (end, 0))
    under = fences[near][1] if near < len(fences) and not text[end : fences[near][0]].strip() else 0
    if not under:
        return 0
    said = text[max(0, end - _LONGEST) : end].rsplit("\n", 1)[-1]
    return under if _hands_code().search(said) else 0


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
    blocks = [(a, b) for a, b in _enclosed(markup) if not markup.startswith("<!--", a)]
    out, at = [], 0
    for start, end in blocks:
        out.append(markup[at:start])
        at = end
    return "".join([*out, markup[at:]]), [markup[a:b] for a, b in blocks]


def _enclosed(text: str) -> list[tuple[int, int]]:
    """Return the ranges between tags that only a machine is meant to see, the tags included, none over another."""
    if "<" not in text and "[INST]" not in text:
        return []
    low = text.lower() if len(text.lower()) == len(text) else text
    found: list[tuple[int, int]] = []
    dead: set[str] = set()
    at = 0
    while opened := _OPENER.search(text, at):
        at = opened.end()
        closers = (f"</{opened[1].lower()}>",) if opened[1] else _CLOSERS[opened.group()[:2].lower()]
        dead |= {c for c in closers if c not in dead and low.find(c, at) < 0}
        ends = [e + len(c) for c in closers if c not in dead and (e := low.find(c, at, at + _LONGEST_BLOCK)) >= 0]
        if ends:
            at = min(ends)
            found.append((opened.start(), at))
    return found


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
