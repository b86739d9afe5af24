"""Which keys of an object hold its text, its time and its author, and what stands under them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from functools import lru_cache

from agent.intake.jsonshape import folded, is_map, maps, moment, shown, text_of

BODY = (
    "plainbody", "bodytext", "textbody", "plaintextbody", "commentbody", "bodyplain", "descriptiontext", "body",
    "text", "message", "content", "contents", "comment", "commentstext", "note", "notes", "notetext", "description",
    "htmlbody", "bodyhtml", "valuehtml", "cooked", "worknotes", "value", "reply", "msg", "said", "utterance",
    "remark", "内容", "正文", "消息", "本文", "내용", "nachricht", "kommentar", "texte", "contenu", "mensaje",
    "texto", "mensagem", "messaggio", "testo",
)  # fmt: skip
TIME = (
    "createdat", "created", "createddate", "createddatetime", "sentdatetime", "sentat", "senton", "receiveddatetime",
    "date", "timestamp", "ts", "time", "datetime", "messagedate", "createdtime", "createtime", "creationtime",
    "postedat", "published", "publishedat", "createdon", "syscreatedon", "at", "sent", "hstimestamp", "hscreatedate",
    "createdate", "creationdate", "received", "when", "posted", "writtenat", "ms", "epoch", "internaldate",
    "dateunixtime", "on", "时间", "日时", "日時", "시간", "datum", "fecha", "data", "zeit",
)  # fmt: skip
SUBJECT = (
    "subject", "rawsubject", "title", "summary", "shortdescription", "briefdescription", "topic", "headline",
    "ticketsubject", "betreff", "objet", "asunto", "assunto", "oggetto", "主题", "标题", "件名", "제목", "name",
)  # fmt: skip
NAME = (
    "realname", "displayname", "fullname", "name", "titlename", "nickname", "globalname", "username", "login",
    "firstname", "n", "uniquename", "dynamicname", "email", "emailaddress", "address", "handle", "姓名", "名字",
)  # fmt: skip
_LAST = ("updatedat", "updated", "summary", "preview", "snippet", "excerpt")
_BODY_PARTS = (
    "plain|html|rich|raw|full|stripped|clean|message|comment|note|reply|email|mail|post|article|chat|entry|body|text|"
    "content|event|public|private|internal|customer|agent|formatted|rendered|display|markdown|journal|work|answer|"
    "memo"
)
_BODY_LIKE = re.compile(
    rf"(?:{_BODY_PARTS})+(?:body|text|contents?|message|html|comments?|notes?|reply|markdown|description|plain)"
)
_TIME_LIKE = re.compile(
    r"(?!last|un|first|due|next)\w*?(?:creat(?:ed?|ion)|sen[dt]|post(?:ed)?|receiv(?:ed?)|publish(?:ed)?|submit(?:ted)?|"
    r"comment(?:ed)?|written|call|deliver(?:ed)?|occurr(?:ed)?|log(?:ged)?|enter(?:ed)?|add(?:ed)?|message|event|entry|"
    r"reply|note|start(?:ed)?)(?:at|on|date|time|datetime|dateTime|timestamp|stamp|ts|utc|unixtime)(?:utc|gmt|ms)?|"
    r"(?:date(?:time)?|time)(?:created|sent|posted|received|added|entered)(?:utc|gmt|ms)?"
)
_FIRST = ("author", "sender", "from", "initiator", "commenter", "commentator", "poster", "actor", "speaker", "user",
          "who", "by", "u", "person", "writtenby", "postedby", "sentby", "repliedby", "addedby", "enteredby",
          "loggedby", "writer", "member", "participant", "membercreator", "sentfrom", "发送人", "作者", "发言人",
          "发送者", "送信者", "작성자", "absender", "verfasser", "auteur", "autor", "remitente", "autore", "mittente",
          "von", "de", "寄件人", "差出人", "보낸사람")  # fmt: skip
_SECOND = ("createdby", "creator", "syscreatedby", "submitter", "submittedby", "reporter", "requester", "realname",
           "displayname", "nickname", "name", "username")  # fmt: skip
_THIRD = ("owner", "agent", "customer", "contact", "visitor", "operator", "technician", "client", "email")
_SUFFIXES = ("", "name", "fullname", "displayname", "full", "field", "user", "info", "details", "profile", "id",
             "uuid", "userid", "ref", "uid", "key", "number", "email", "address", "emailaddress", "data")  # fmt: skip
_PREFIXES = ("", "message", "comment", "note", "post", "reply", "event", "email", "article")
_TIME_ENDS = re.compile(r"\w*(?:time|timestamp|date|datetime|zeit|datum|fecha|日時|时间)")
_NOT_SAID = re.compile(
    r"upd|modif|edit|chang|read|delet|due|expir|clos|resolv|last|seen|end|dur|zone|first|next|snooz|sla|birth|renew|"
    r"join|login|merge|archiv|runtime|uptime|lifetime|overtime|realtime"
)
_CLOCK_KEYS = ("time", "clock", "hour", "uhrzeit", "hora", "heure", "ora", "时刻", "時刻")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?")
_DAY_FARTHEST = timedelta(hours=14)
_DAY = len("2026-01-01")
_QUARTER = 900
_STARTS = 60


@lru_cache(maxsize=4096)
def body_rank(key: str) -> int | None:
    """Return how likely a squeezed key holds what somebody wrote, 0 first; null where it does not."""
    if key in BODY:
        return BODY.index(key)
    if len(key) < _STARTS and _BODY_LIKE.fullmatch(key):
        return len(BODY) + ("html" in key)
    return None


@lru_cache(maxsize=4096)
def time_rank(key: str) -> int | None:
    """Return how likely a squeezed key holds the time of a message; null where it does not."""
    if key in TIME:
        return TIME.index(key)
    if len(key) < _STARTS and _TIME_LIKE.fullmatch(key):
        return len(TIME)
    if len(key) < _STARTS and _TIME_ENDS.fullmatch(key) and not _NOT_SAID.search(key):
        return len(TIME) + 1
    return len(TIME) + 2 if key in _LAST[:2] else None


def author_rank(key: str) -> tuple[int, int] | None:
    """Return tier and place of a squeezed key that says who wrote; null where it does not."""
    return _author_ranks().get(key)


@lru_cache(maxsize=1)
def _author_ranks() -> dict[str, tuple[int, int]]:
    out: dict[str, tuple[int, int]] = {"username": (1, len(_SECOND) * 20)}
    for tier, bases in enumerate((_FIRST, _SECOND, _THIRD)):
        for at, base in enumerate(bases):
            for number, suffix in enumerate(_SUFFIXES):
                out.setdefault(base + suffix, (tier, at * 20 + number))
    for at, base in enumerate(_FIRST):
        for number, suffix in enumerate(_SUFFIXES if len(base) > len("from") else ()):
            for prefix in _PREFIXES:
                out.setdefault(prefix + base + suffix, (0, at * 20 + number + 1))
    return out


def time_of(item: dict[str, object], *, changed: bool = True) -> str | None:
    """Return the ISO time of an object, from whichever key holds one; with its offset where another key tells it.

    `changed`: the time of its last change will do where no other is given.
    """
    low = folded(item)
    most = len(TIME) + 1 + changed
    ranked = sorted((rank, key) for key in low if (rank := time_rank(key)) is not None and rank <= most)
    found = next((at for _, key in ranked if (at := moment(low[key]))), None)
    if found and len(found) == _DAY:
        clock = next((t for k in _CLOCK_KEYS if (t := shown(low.get(k))) and _CLOCK.fullmatch(t)), None)
        return (moment(f"{found} {clock}") or found) if clock else found
    if found is None or datetime.fromisoformat(found).tzinfo:
        return found
    for key in ("dateunixtime", "timestamp", "unixtime", "epoch", "ts", "unixtimestamp"):
        other = moment(low[key]) if key in low else None
        if other and (gap := _offset(found, other)) is not None:
            return datetime.fromisoformat(found).replace(tzinfo=timezone(gap)).isoformat()
    return found


def _offset(local: str, other: str) -> timedelta | None:
    """Return the offset that makes a local time the same moment as the other one; null where none of a zone does."""
    sure = datetime.fromisoformat(other)
    if sure.tzinfo is None:
        return None
    gap = datetime.fromisoformat(local) - sure.replace(tzinfo=None)
    gap += sure.utcoffset() or timedelta()
    return gap if abs(gap) <= _DAY_FARTHEST and gap.total_seconds() % _QUARTER == 0 else None


def prose(value: object) -> str:
    """Return what a value says: a text, rich text, parts of one; other messages say nothing."""
    if isinstance(value, list):
        pieces = maps(value)
        if len(pieces) + sum(isinstance(v, str) for v in value) < len(value):
            return ""
        if any(time_of(piece) or has_author(piece) for piece in pieces):
            return ""
    if is_map(value) and (has_author(value) or time_of(value)):
        return ""
    return text_of(value)


def has_author(item: dict[str, object]) -> bool:
    """Whether an object names somebody who wrote it."""
    return any((rank := author_rank(key)) and rank[0] == 0 and value for key, value in folded(item).items())


def texts(item: dict[str, object], *, loose: bool = False) -> list[tuple[str, str]]:
    """Return keys and texts of an object, the likeliest first; `loose` takes a summary or preview too."""
    low = folded(item)
    ranked = sorted((rank, key) for key in low if (rank := body_rank(key)) is not None)
    keys = [key for _, key in ranked] + ([key for key in _LAST[2:] if key in low] if loose else [])
    found = ((key, prose(low[key]).strip()) for key in keys)
    return [(key, text) for key, text in found if text and not re.fullmatch(r"https?://\S+", text)]


def has_text(item: dict[str, object]) -> bool:
    """Whether an object holds a text that somebody can have written."""
    return bool(texts(item))


def first(item: dict[str, object], keys: tuple[str, ...]) -> str | None:
    """Return the first scalar that one of the squeezed keys holds."""
    low = folded(item)
    return next((text for key in keys if (text := shown(low.get(key)))), None)


def is_named_value(item: dict[str, object]) -> bool:
    """Whether an object is a labelled value: a custom field, a header, an option."""
    low = folded(item)
    label = any(k in low for k in ("name", "label", "title", "key", "fieldid"))
    held = any(k in low for k in ("value", "text", "values"))
    dated = any((rank := time_rank(k)) is not None and rank <= len(TIME) and low[k] for k in low)
    return label and held and not dated and not has_author(item) and not is_map(low.get("author"))
