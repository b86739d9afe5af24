"""The line that opens a message on a screen or in a chat: who, when, and what stands beside them.

No product's wording is known here: a headline is something like a person beside something like a time at the start of
a line; which shapes of it open messages in a document is decided by their repetition there (see `transcript`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agent.intake import times
from agent.intake.names import Named, is_name, parted
from agent.intake.words import AUTOMATIC, INBOUND, INTERNAL_TAG, NOTE_TAG, OUTBOUND, REMARK_TAG, is_internal

if TYPE_CHECKING:
    from agent.intake.times import Stamp
    from agent.ticket import Role

_LEAD = re.compile(
    r"^(?:[\s*_|•●▪◦▶►»–—-]|#(?!\d))*(?:(?:\[\d{1,5}\]|\(\d{1,4}\)|#\d{1,6}|\d{1,4}\))\s+)?(?:[^\w\s\[【(（\"'“「]{1,3}\s+)?"
)
_TIMED = re.compile(r"\d[:：.h]\d\d|\d\s?[apAP]\.?\s?[mM]\b|\d[/.-]\d|(?:19|20)\d\d|[月월]")
_OPENERS = frozenset("[(（【")
_BESIDE = re.compile(
    r"\s*(?:[,;]\s*(?:cc|bcc|kopie|copy to|to|an|via|in copy)\s*[:：].*|\s(?:→|->|=>|⇒|➜|»)\s.*)$", re.IGNORECASE
)
_TAG = re.compile(r"^\s*[\[【(（]([^\[\]【】()（）\d]{1,40})[\]】)）]\s*")
_SPLIT = re.compile(r"\s*[·•|│‖]\s*|\s+[–—-]+\s+|\s{2,}|\t")
_COLON = re.compile(r"[:：](?!//)\s*")
_EDITED = re.compile(r"^\W*(?:edited|bearbeitet|modifié|editado|modificato|已编辑|編集済み)?\W*$", re.IGNORECASE)
_CJK_ACT = re.compile(
    r"^(\S{1,18}?)\s*((?:(?:さん|様|님)\s*[がはの이가]|[がは]?\s*(?:回复|回覆|添加|备注|備註|留言|评论|发送|返信|コメント|メモ|投稿|"
    r"답변|댓글|작성)).*)$"
)
_PREFIX_ACT = re.compile(
    r"^(?:(?:public|internal|private)?\s*(?:reply|comment|note|message|update|response|answer|email|"
    r"mail)\s+(?:from|by)|"
    r"(?:interne |öffentliche )?(?:antwort|kommentar|notiz|nachricht)\s+(?:von|durch)|(?:réponse|commentaire|"
    r"note)\s+(?:de|par)|"
    r"(?:respuesta|comentario|nota)\s+(?:de|por)|(?:resposta|comentário|nota)\s+(?:de|por)|(?:risposta|commento|"
    r"nota)\s+di)\s+",
    re.IGNORECASE,
)
_LABEL_WORD = re.compile(
    r"^(?:created|updated|opened|closed|due|sent|date|when|from|to|status|received|requested|submitted|last \w+|"
    r"erstellt|aktualisiert|gesendet|"
    r"datum|créé|mis à jour|creado|actualizado|criado|creato|on|at|by|since|until|until|deadline|reported|exported|"
    r"start|end|"
    r"time|zeit|fecha|data|assigned|resolved|escalated|version|release|build)\b(?!\s+(?:by|von|par|por|da)\b)",
    re.IGNORECASE,
)
_LONGEST_LINE = 240
_LONGEST_HEAD = 110
_MOST_ACT_WORDS = 9
_PARTICLES = frozenset(
    [
        "van",
        "von",
        "de",
        "der",
        "den",
        "del",
        "della",
        "di",
        "da",
        "do",
        "dos",
        "das",
        "du",
        "la",
        "le",
        "af",
        "bin",
        "al",
        "y",
        "e",
        "of",
        "and",
    ]
)


@dataclass(frozen=True)
class Headline:
    """A line that can open a message. `shape` tells lines of one screen's make; `strong` needs no repetition."""

    who: Named | None
    stamp: Stamp | None
    text: str
    internal: bool | None
    act: str
    shape: tuple[str, ...]
    strong: bool
    source: str
    side: Role = "unknown"


def parse(line: str) -> Headline | None:
    """Read a line as the opening of a message, or null where it cannot be one."""
    if len(line) < 4 or line.startswith(("    ", "\t")):  # noqa: PLR2004
        return None
    if not _TIMED.search(line[:_LONGEST_LINE]):
        return None
    text = line[len(m[0]) :] if (m := _LEAD.match(line)) else line
    tag = ""
    if (t := _TAG.match(text)) and not times.find(t[1]):
        tag, text = t[1], text[t.end() :]
    if tag and text[:1] in _OPENERS and is_name(tag) and not _is_tag(tag):
        tag, text = "", f"{tag} {text}"
    for stamp in times.find_all(text[:_LONGEST_LINE]):
        found = _around(text, stamp, tag)
        if found:
            return found
        if stamp.start > _LONGEST_HEAD:
            break
    return None


def _around(text: str, stamp: Stamp, tag: str) -> Headline | None:  # noqa: PLR0911  one return a make of line
    before, after = text[: stamp.start], text[stamp.end :]
    boxed = before.rstrip()[-1:] in _OPENERS
    if boxed:
        before, after = before.rstrip()[:-1], re.sub(r"^[^\])）】]{0,12}[\])）】]", "", after, count=1)
    kind = ("dated" if stamp.dated else "", "clock" if stamp.clock else "", "boxed" if boxed else "")
    lead = before.strip(" \t*_-–—:：,@|·[]【】()")
    if not lead or re.fullmatch(r"(?:on|am|le|el|em|at|um)", lead, re.IGNORECASE):
        return _leading(after, stamp, tag, kind)
    if _is_tag(lead) and after.strip():
        return _leading(after, stamp, f"{tag} {lead}".strip(), (*kind[:2], "tagged"))
    rest = after.strip(" \t*_")
    if box := re.match(r"[\[(（【]([^\[\]()（）【】]{1,40})[\])）】]\s*(?:[:：]\s*(.*))?$", rest):
        return _trailing(
            before, stamp, f"{tag} {box[1]}".strip(), (*kind, "mid" if box[2] else "tail"), inline=box[2] or ""
        )
    if _EDITED.match(rest) and (not rest or rest[-1] in ")）:：]*" or not rest.strip(" .,;·|-–—")):
        return _trailing(before, stamp, tag, (*kind, "tail"))
    if rest[0] in ":：" and len(before) < _LONGEST_HEAD:
        return _trailing(before, stamp, tag, (*kind, "mid"), inline=rest[1:].strip())
    if boxed and rest and len(before) < _LONGEST_HEAD // 2 and not before.strip().endswith((".", "!", "?")):
        return _trailing(before, stamp, tag, (*kind, "chat"), inline=rest)
    segments = [s for s in _SPLIT.split(after.strip(" ,")) if s.strip()]
    parted_off = re.match(r"\s*[·•|,–—(\[-]|\s{2,}", after) and not after.rstrip().endswith((".", "?", "!"))
    if parted_off and len(after) < 60 and len(segments) <= 2:  # noqa: PLR2004  what a screen adds is short
        return _trailing(before, stamp, tag, (*kind, "tail"), extra=" ".join(segments))
    return None


def _is_tag(lead: str) -> bool:
    """Whether the words before a time are a screen's tag ("NOTE", "IN", "intern") and no name."""
    known = (
        INTERNAL_TAG.whole(lead)
        or NOTE_TAG.whole(lead)
        or INBOUND.whole(lead)
        or OUTBOUND.whole(lead)
        or AUTOMATIC.whole(lead)
    )
    return known or (is_internal(lead) and len(lead.split()) <= 3)  # noqa: PLR2004  a tag is short


def _leading(after: str, stamp: Stamp, tag: str, kind: tuple[str, ...]) -> Headline | None:  # noqa: PLR0911  as above
    rest = after.lstrip(" \t-–—·|,:：*•~")
    if not rest:
        return None
    if (t := _TAG.match(rest)) and t.end() < len(rest) and (_is_tag(t[1]) or not is_name(t[1])):
        tag, rest = f"{tag} {t[1]}".strip(), rest[t.end() :]
    rest = _BESIDE.sub("", rest) if len(rest) < _LONGEST_HEAD else rest
    for colon in _COLON.finditer(rest[:_LONGEST_HEAD]):
        actor = _actor(rest[: colon.start()], first=True)
        if actor:
            return _made(
                actor, stamp, rest[colon.end() :].strip(), tag, (*kind, "lead", "inline"), rest[: colon.start()]
            )
        break
    if re.fullmatch(r"\[[^\]]+\]\s*|【[^】]+】\s*|\*[^*]+\*", rest):
        return Headline(
            None, stamp, rest, None, "", (*kind, "lead", "inline"), strong=False, source=rest, side="system"
        )
    columns = _SPLIT.split(rest, maxsplit=1)
    if "\t" in rest and (actor := _actor(columns[0], first=True)):
        return _made(actor, stamp, columns[1].strip(), tag, (*kind, "lead", "columns"), columns[0])
    told = rest.rstrip().endswith((".", "?", "!", "。", "！", "？")) and len(rest.split()) > 2  # noqa: PLR2004  a sentence
    actor = _actor(rest) if len(rest) < _LONGEST_HEAD and not told else None
    if actor:
        return _made(actor, stamp, "", tag, (*kind, "lead", "block"), rest)
    if AUTOMATIC.whole(tag):
        return Headline(None, stamp, rest, None, tag, (*kind, "lead", "block"), strong=False, source=tag, side="system")
    actor = _actor(columns[0], first=True) if len(columns) == 2 and "clock" in kind else None  # noqa: PLR2004  name and text
    return _made(actor, stamp, columns[1].strip(), tag, (*kind, "lead", "columns"), columns[0]) if actor else None


def _trailing(
    before: str, stamp: Stamp, tag: str, shape: tuple[str, ...], *, inline: str = "", extra: str = ""
) -> Headline | None:
    if "boxed" not in shape and re.search(r"[:：][\s*_]*$", before):
        return None
    actor = _actor(_BESIDE.sub("", before))
    if not actor:
        return None
    gap = re.search(r"[·•|│–—,:(\[-]\s*$|\s{2,}$|\t$", before)
    form = (*shape, "inline" if inline else "block", "gap" if gap else "tight")
    return _made((actor[0], f"{actor[1]} {extra}".strip()), stamp, inline, tag, form, f"{before} {extra}")


def _made(
    actor: tuple[Named, str], stamp: Stamp, inline: str, tag: str, shape: tuple[str, ...], source: str
) -> Headline:
    who, act = actor
    beside = f"{tag} {act}".strip()
    tags = [
        t
        for t in (
            *re.split(r"\s*[()\[\]]\s*", tag),
            *re.split(r"\s*[()\[\]]\s*", act),
            who.company or "",
            who.title or "",
        )
        if t
    ]
    internal = (
        True
        if is_internal(f"{source} | {beside}") or any(INTERNAL_TAG.whole(t) or NOTE_TAG.whole(t) for t in tags)
        else None
    )
    side: Role = "unknown"
    if any(AUTOMATIC.whole(t) for t in tags):
        side = "system"
    elif any(INBOUND.whole(t) for t in tags):
        side = "customer"
    elif internal or any(OUTBOUND.whole(t) for t in tags):
        side = "vendor"
    if who.company and (_is_tag(who.company) or REMARK_TAG.whole(who.company) or is_internal(who.company)):
        who = replace(who, company=None, shown=who.name)
    strong = bool((act and stamp.clock and "tail" in shape) or internal)
    return Headline(who, stamp, inline, internal, beside, (*shape, "act" if act else ""), strong, source, side)


def _actor(text: str, *, first: bool = False) -> tuple[Named, str] | None:
    """Part "NAME did something" into the person and the rest; null where no person stands there."""
    text = text.strip(" \t*_·•|│,–—-:：@")
    text = re.sub(r"^[^\w(（\[【\"'“]+", "", text)
    if re.search(r"[:：][\s*_]", text):
        return None
    pieces = [p for p in _SPLIT.split(text) if p.strip(" ()[]:*_")]
    if not pieces or len(pieces) > 4:  # noqa: PLR2004  a headline has few columns
        return None
    for position, piece in enumerate(pieces[:1] if first else pieces):
        if _LABEL_WORD.match(piece) or (INTERNAL_TAG.opens(piece) and not _PREFIX_ACT.match(piece)):
            continue
        found = _person(piece.strip(" ()[]:*_") if piece.count("(") != piece.count(")") else piece.strip(" :*_"))
        if found:
            others = " ".join(p for i, p in enumerate(pieces) if i != position)
            if len(others.split()) > _MOST_ACT_WORDS:
                return None
            return found[0], f"{found[1]} {others}".strip()
    return None


def _person(piece: str) -> tuple[Named, str] | None:  # noqa: PLR0911  one return a make of name
    if prefix := _PREFIX_ACT.match(piece):
        rest = _person(piece[prefix.end() :])
        return (rest[0], f"{prefix[0]}{rest[1]}".strip()) if rest else None
    if cjk := _CJK_ACT.match(piece):
        who = parted(cjk[1])
        return (who, cjk[2]) if who else None
    whole = parted(piece)
    if whole and is_name(whole.name):
        return whole, ""
    words = piece.split(" ")
    cut = next((i for i, w in enumerate(words) if w[:1].islower() and w.lower() not in _PARTICLES), None)
    if cut is None:
        return (whole, "") if whole else None
    while cut > 0 and words[cut - 1].lower() in _PARTICLES:
        cut -= 1
    if cut == 0:
        return (whole, "") if whole and len(words) == 1 else None
    if len(words) - cut > _MOST_ACT_WORDS:
        return None
    who = parted(" ".join(words[:cut]))
    return (who, " ".join(words[cut:])) if who and is_name(who.name) else None
