"""Mail files (RFC 822, MIME): any charset, also wrong ones; the body that holds more of the conversation is read."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email import policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime
from typing import TYPE_CHECKING

from agent.intake import limits, mailtext, times
from agent.intake.clock import Clock, order_of
from agent.intake.draft import Draft, Entry, Line, Person, Record
from agent.intake.mailthread import entries_of
from agent.intake.names import is_name
from agent.intake.refusal import refuse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from email.message import Message as Mail

_SHOWN = ("Subject", "From", "To", "Cc", "Reply-To", "Date")
_MBOX = re.compile(rb"(?:\A|\n\r?\n)From [^\n]*\d{4}[^\n]{0,12}\n")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_ID = re.compile(r"<[^<>\s]+>")
_LONGEST_HEADER = 20_000
_ENOUGH = 0.9
_MOST_PARTS = 200
_SHORT = 200
_ASK_HTML = re.compile(r"\bhtml\b|web browser|view (?:this|it) (?:email|mail|message)|im browser", re.IGNORECASE)


def read(data: bytes, as_of: date) -> Draft:
    """Read a mail. What it forwards or quotes becomes messages of their own, older ones first."""
    return thread([data], as_of)


def thread(files: Sequence[bytes], as_of: date) -> Draft:
    """Read the mails of one thread, oldest first, each once: by its Message-ID, else by its bytes."""
    mails: dict[str | bytes, Mail] = {}
    for data in files:
        for raw, mail in _mails(data):
            mails.setdefault(header(mail, "Message-ID") or raw.strip(), mail)
    ordered = _in_order(list(mails.values())) if len(files) > 1 else list(mails.values())
    draft = Draft("mbox" if len(ordered) > 1 else "eml")
    for mail in limits.few(ordered, draft.warnings):
        _add(mail, draft, as_of)
    if not draft.entries:
        draft.entries.append(_outer(ordered[0], ""))
    return draft


def _mails(data: bytes) -> list[tuple[bytes, Mail]]:
    data = data.lstrip(b"\xef\xbb\xbf\r\n")
    pieces = [p for p in (_MBOX.split(data) if data.startswith(b"From ") else [data]) if p.strip()]
    for piece in pieces:
        head = _HEAD_END.search(piece)
        if (head.start() if head else len(piece)) > limits.HEAD:
            refuse("The mail's head is too long to be one.", "Save the mail again, or paste its text.")
    return [(p, BytesParser(policy=policy.compat32).parsebytes(p)) for p in pieces]


def _in_order(mails: list[Mail]) -> list[Mail]:
    """Sort by the time that a mail was sent; one without a time follows the mail that it answers."""
    sent: dict[str, float] = {}
    times_: list[float] = []
    for mail in mails:
        at = _sent(mail)
        moment = times.sortable(at, None)
        answered = _ID.findall(header(mail, "References") + header(mail, "In-Reply-To"))
        stamp = moment.timestamp() if moment else max((sent[a] for a in answered if a in sent), default=0.0)
        sent[header(mail, "Message-ID")] = stamp
        times_.append(stamp)
    return [mails[i] for i in sorted(range(len(mails)), key=lambda i: times_[i])]


def _add(mail: Mail, draft: Draft, as_of: date) -> None:
    draft.subject = draft.subject or header(mail, "Subject") or None
    lines = [Line(name, value) for name in _SHOWN if (value := header(mail, name))]
    draft.records.append(Record(lines=tuple(lines)))
    _people(mail, draft)
    draft.entries.extend(_entries(mail, draft, as_of))


def header(mail: Mail, name: str) -> str:
    """Return a header as text, whatever its encoding; empty where there is none."""
    values = mail.get_all(name) or []
    return ", ".join(decoded(str(v)[:_LONGEST_HEADER]) for v in values[:_MOST_PARTS] if str(v).strip())


def decoded(raw: str) -> str:
    """Decode an RFC 2047 header; bytes that fit no declared charset are read as the likeliest one."""
    out: list[str] = []
    flat = re.sub(r"\r?\n[ \t]+", " ", raw)
    flat = re.sub(r"(=\?[^?]+\?[bBqQ]\?[^?]*\?=)\s+(?==\?)", r"\1", flat)
    try:
        pieces = decode_header(flat)
    except (ValueError, HeaderParseError):
        pieces = [(flat, None)]
    for piece, charset in pieces:
        out.append(piece if isinstance(piece, str) else text_of(piece, charset))
    joined = "".join(out)
    if any("\udc80" <= c <= "\udcff" for c in joined):
        joined = text_of(joined.encode("utf-8", "surrogateescape"), None)
    return re.sub(r"\s+", " ", joined).strip()


def text_of(data: bytes, charset: str | None) -> str:
    """Decode bytes by the charset that is named, else by what they look like."""
    for name in (charset, "utf-8"):
        if not name or name.lower() in {"unknown-8bit", "none"}:
            continue
        try:
            return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    if b"\x1b$" in data:
        return data.decode("iso-2022-jp", "replace")
    if len(data) < _SHORT // 4:
        return data.decode("cp1252", "replace")
    from charset_normalizer import from_bytes  # noqa: PLC0415  only mail with a wrong charset needs it

    best = from_bytes(data[:200_000]).best()
    return data.decode(best.encoding if best else "cp1252", "replace")


def _people(mail: Mail, draft: Draft) -> None:
    for name in ("From", "Reply-To", "To", "Cc"):
        for shown, address in _addresses(header(mail, name)):
            if shown and is_name(shown):
                draft.people.append(Person(shown, address or None))


def _addresses(shown: str) -> list[tuple[str, str]]:
    try:
        return getaddresses([shown])
    except RecursionError:
        return []


def _sent(mail: Mail) -> str | None:
    for name in ("Date", "Resent-Date", "Delivery-Date"):
        raw = header(mail, name)
        if not raw:
            continue
        try:
            moment = parsedate_to_datetime(raw)
        except (ValueError, TypeError, IndexError, OverflowError):
            stamp = times.find(raw)
            found = Clock(date(2000, 1, 1)).iso(stamp) if stamp and stamp.year else None
            if found:
                return found
            continue
        if "-0000" in raw:
            moment = moment.replace(tzinfo=UTC)
        return moment.isoformat()
    received = (mail.get_all("Received") or [""])[-1]
    try:
        return parsedate_to_datetime(str(received).rpartition(";")[2].strip()).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _outer(mail: Mail, text: str) -> Entry:
    shown, address = next(iter(_addresses(header(mail, "From") or header(mail, "Sender"))), ("", ""))
    auto = header(mail, "Auto-Submitted").lower() not in {"", "no"} or header(mail, "Precedence").lower() in {
        "auto_reply",
        "junk",
    }
    return Entry(
        text,
        at=_sent(mail),
        author=shown or address or None,
        email=address or None,
        role="system" if auto else "unknown",
        to=header(mail, "To") or None,
    )


def _entries(mail: Mail, draft: Draft, as_of: date) -> list[Entry]:
    text, inner = _body(mail, draft)
    limits.text(text, "The mail")
    outer = _outer(mail, text)
    parts = mailtext.split(text)
    sent = datetime.fromisoformat(outer.at).date() if outer.at else None
    stamps = [p.head.stamp for p in parts if p.head and p.head.stamp]
    hint = "dmy" if any(p.head and p.head.day_first for p in parts) else None
    clock = Clock(as_of, [sent] if sent else None, order_of(stamps, sent, hint))
    out = entries_of(parts, outer, clock)
    draft.warnings.extend(w for w in clock.warnings if w not in draft.warnings)
    if not out[-1].text.strip() and len(out) > 1:
        out.pop()
    older: list[Entry] = []
    for attached in inner:
        older.extend(_entries(attached, draft, as_of))
        _people(attached, draft)
    return older + out


def _body(mail: Mail, draft: Draft) -> tuple[str, list[Mail]]:
    """Return the text that holds more of the conversation, and the mails attached whole."""
    plain: list[str] = []
    rich: list[str] = []
    inner: list[Mail] = []
    _leaves(mail, plain, rich, inner)
    typed = "\n\n".join(p.strip("\n") for p in plain if p.strip())
    if not any(r.strip() for r in rich):
        return _flowed(typed), inner
    from agent.intake import html  # noqa: PLC0415  a plain mail does not need it

    seen = [html.see(r) for r in rich if r.strip()]
    shown = "\n\n".join(s.text for s in seen if s.text)
    hidden = [h for s in seen for h in s.hidden]
    draft.hidden.extend(hidden)
    return (typed if _prefer_plain(typed, shown, hidden) else shown), inner


def _prefer_plain(typed: str, shown: str, hidden: list[str]) -> bool:
    size_plain, size_shown = _letters(typed), _letters(shown)
    folded = "".join(typed.split())
    if any(len(h) > 20 and "".join(h.split())[:60] in folded for h in hidden):  # noqa: PLR2004  more than a spacer
        return False
    if size_plain < _SHORT and _ASK_HTML.search(typed) and size_shown:
        return False
    return size_plain >= size_shown * _ENOUGH


def _letters(text: str) -> int:
    return sum(c.isalnum() for c in text)


def _flowed(text: str) -> str:
    return text.replace("\r\n", "\n")


def _leaves(mail: Mail, plain: list[str], rich: list[str], inner: list[Mail]) -> None:
    stack: list[Mail] = [mail]
    seen = 0
    while stack and seen < _MOST_PARTS:
        part = stack.pop()
        seen += 1
        kind = part.get_content_type()
        payload = part.get_payload() if part.is_multipart() else None
        if kind == "message/rfc822" and isinstance(payload, list):
            inner.extend(p for p in payload if not isinstance(p, str))
            continue
        if isinstance(payload, list):
            stack.extend(p for p in reversed(payload) if not isinstance(p, str))
            continue
        if part.get_filename() or part.get_content_disposition() == "attachment":
            continue
        if kind == "text/html":
            rich.append(_text(part))
        elif kind.startswith("text/") and kind not in {"text/calendar", "text/rfc822-headers"}:
            plain.append(_text(part))


def _text(part: Mail) -> str:
    raw = part.get_payload(decode=True)
    data = raw if isinstance(raw, bytes) else str(part.get_payload()).encode("utf-8", "surrogateescape")
    charset = part.get_content_charset()
    if charset in {"us-ascii", "ascii"}:
        charset = None
    return text_of(data, charset).replace("\r\n", "\n")
