"""How sentences of a thread become values: which say something, which are list items, how they read on their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.claims import Claim
from agent.engines.rules.view import LIST_ITEM, mark_width
from agent.evidence import find_quote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agent.claims import Quote
    from agent.engines.rules.scene import Scene
    from agent.engines.rules.view import Sentence
    from agent.facts import Source
    from agent.ticket import Message

_MIN_WORDS = 4
_MIN_CJK = 6
_GREETINGS = (
    "hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|morning|hallo|guten (?:tag|morgen)|sehr geehrte|liebe|"
    "bonjour|"
    "bonsoir|cher|chère|madame|monsieur|hola|buenos días|buenas|estimad[oa]s?|olá|bom dia|boa tarde|prezad[oa]s?|"
    "buongiorno|salve|gentile|beste|goedemorgen|geachte|hej|hei|dzień dobry|各位|你好|您好|大家|早|お世話|拝啓|안녕"
)
_GREETING = re.compile(rf"^\W*(?:{_GREETINGS})\b[^.!?\n]{{0,40}}[,.!:]*\s*$", re.IGNORECASE)
_GREETS_FIRST = re.compile(rf"^(?:{_GREETINGS})\b[^,.!?:\n]{{0,40}}[,.!:]\s+(?=\S+\s+\S+\s+\S+)", re.IGNORECASE)


def substantial(sentence: Sentence) -> bool:
    """Whether the sentence says something: no greeting, no signature, no log line, and words enough."""
    words = sentence.text.split()
    cjk = sum("\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7af" for c in sentence.text)
    kept = not sentence.message.marked(sentence.start, sentence.end, frozenset({"signature", "log", "code"}))
    return kept and (len(words) >= _MIN_WORDS or cjk >= _MIN_CJK) and not _GREETING.match(sentence.text)


def source_of(message: Message, sentence: Sentence | None = None) -> Source:
    """Whose words they are."""
    role = sentence.role if sentence else message.role
    return "customer" if role == "customer" else "vendor"


def joined(scene: Scene, field: str, chosen: Iterable[Sentence], source: Source) -> list[Claim]:
    """One claim of several sentences, each a line and its own quote; for the nature, the first alone before it."""
    lines: list[str] = []
    quotes: list[Quote] = []
    for sentence in chosen:
        words = re.sub(r"(?m)^[>\s]+", "", sentence.text)
        words = words[mark_width(words) :]
        text = re.sub(r"\s+", " ", words).strip()
        quote = provable(scene, sentence)
        if text and text not in lines and quote:
            lines.append(text)
            quotes.append(quote)
    parts = ({1, len(lines)} if field == "nature" else {len(lines)}) if lines else set()
    return [
        Claim(field=field, value="\n".join(lines[:n]), source=source, quotes=tuple(quotes[:n])) for n in sorted(parts)
    ]


def provable(scene: Scene, sentence: Sentence) -> Quote | None:
    """The sentence as a quote; with its neighbour where a negation beside it would be cut off; null where both fail."""
    line = scene.view.by_message[sentence.message.id]
    behind = line[sentence.index + 1].end if sentence.index + 1 < len(line) else sentence.end
    before = line[sentence.index - 1].start if sentence.index else sentence.start
    begin = sentence.start + mark_width(sentence.text)
    for start, end in ((begin, sentence.end), (begin, behind), (before, sentence.end)):
        quote = scene.quote_of(sentence.message.id, start, end)
        if find_quote(scene.ticket, quote):
            return quote
    return None


def is_item(sentence: Sentence) -> bool:
    """Whether the sentence begins an item of a list."""
    return bool(LIST_ITEM.match(sentence.text)) or _starts_item(sentence)


def _starts_item(sentence: Sentence) -> bool:
    before = sentence.message.text[: sentence.start]
    line = before[before.rfind("\n") + 1 :]
    return bool(LIST_ITEM.fullmatch(line + " ") if line.strip() else False)


def opens(sentence: Sentence) -> bool:
    """Whether a list or a section follows the sentence."""
    after = sentence.message.text[sentence.end : sentence.end + 200]
    return (
        sentence.text.rstrip(" *_").endswith((":", "："))
        or sentence.text.startswith("#")
        or bool(LIST_ITEM.match(after.lstrip("\n")))
    )


def flat(sentence: Sentence) -> str:
    """The sentence on one line, without its list mark, its quote mark and a greeting in front."""
    text = re.sub(r"(?m)^[>\s]+", "", sentence.text)
    line = re.sub(r"\s+", " ", text).strip()
    return _GREETS_FIRST.sub("", line[mark_width(line) :])
