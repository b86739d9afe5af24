"""From bytes to a ticket: refuse what cannot be one, let the sniffer or the user pick the format, read, build."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from agent.intake import sniff
from agent.intake.build import build
from agent.intake.refusal import refuse

if TYPE_CHECKING:
    from agent.intake.draft import Draft
    from agent.ticket import Ticket

LIMIT = 20 * 1024 * 1024
FORMATS: dict[str, str] = {
    "eml": "a mail file (RFC 822, MIME), as a mail program saves it",
    "zendesk": "JSON with `ticket` and `comments`; `users`, `organizations`, `ticket_fields` beside them are joined",
    "intercom": "JSON of one conversation, with `conversation_parts`",
    "json": "any other JSON that holds a list of messages with a text each; users tables are joined by id",
    "csv": "a table with one row a message: a column for the text, others for author, time and visibility",
    "text": "pasted text or Markdown: helpdesk screens, chats, mail chains, call notes",
}
"""The formats that are read, and what each needs."""
_BINARY = (
    b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"BZh",
    b"\x7fELF", b"MZ\x90", b"SQLite format 3", b"Rar!", b"7z\xbc\xaf",
)  # fmt: skip
_CONTROL = frozenset(range(32)) - frozenset(b"\t\n\v\f\r\x1b")
_PASTE = "Paste the thread as text, or save the ticket as .eml, .json, .txt or .md."


def read_file(path: Path | str, *, format: str | None = None, as_of: date | None = None) -> Ticket:  # noqa: A002  the option's name
    """Read one ticket from a file. Raises TicketError where it is missing, a folder, too large, or no ticket."""
    place = Path(path)
    if place.is_dir():
        refuse(f"{place} is a directory.", "Name one ticket file; `escalate batch` reads a whole directory.")
    try:
        size = place.stat().st_size
        data = b"" if size > LIMIT else place.read_bytes()
    except FileNotFoundError:
        refuse(f"There is no file {place}.", "Check the path, or give - to read from standard input.")
    except OSError as error:
        refuse(f"{place} cannot be read: {error.strerror or error}.", "Check the file's permissions.")
    if size > LIMIT:
        _too_large(str(place), size)
    return read_ticket(data, name=str(place), format=format, as_of=as_of)


def read_ticket(
    data: bytes,
    *,
    name: str | None = None,
    format: str | None = None,  # noqa: A002  the option's name
    as_of: date | None = None,
) -> Ticket:
    """Read one ticket from its bytes.

    `format` forces one of FORMATS; else the sniffer decides and `Ticket.source_format` says what it decided.
    `as_of` (today if left out) bounds a year that the thread does not give. Equal bytes give equal ids and digest.
    Raises TicketError.
    """
    where = name or "The input"
    if format is not None and format not in FORMATS:
        refuse(f"There is no ticket format {format!r}.", f"Use one of: {', '.join(FORMATS)}; or leave it out.")
    _refuse(data, where)
    draft = _draft(data, where, format, as_of or date.today())  # noqa: DTZ011  the user's own day
    if not any(e.text.strip() for e in draft.entries):
        refuse(f"{where} holds no message text.", _PASTE)
    return build(draft, hashlib.sha256(data).hexdigest())


def _too_large(where: str, size: int) -> NoReturn:
    limit = LIMIT // (1024 * 1024)
    refuse(
        f"{where} is {size / 1024 / 1024:.0f} MB; a ticket may have {limit} MB.",
        "Export the one ticket alone, without attachments.",
    )


def _refuse(data: bytes, where: str) -> None:
    if len(data) > LIMIT:
        _too_large(where, len(data))
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        refuse(f"{where} is empty.", "Give the text of one ticket.")
    head = data[:4096]
    control = sum(b in _CONTROL for b in head)
    if data.startswith(_BINARY) or (not data.startswith((b"\xff\xfe", b"\xfe\xff")) and control > len(head) * 0.1):
        refuse(f"{where} is a binary file, not a ticket.", _PASTE)


def _draft(data: bytes, where: str, chosen: str | None, as_of: date) -> Draft:
    if chosen == "eml" or (chosen is None and sniff.is_mail(data)):
        from agent.intake import eml  # noqa: PLC0415  the mail package loads slowly

        return eml.read(data, as_of)
    text = _decoded(data)
    if chosen in {"zendesk", "intercom", "json"} or (chosen is None and _is_json(text, where)):
        return _json(text, where, chosen, as_of)
    if chosen == "csv" or (chosen is None and _is_table(text, where)):
        from agent.intake import table  # noqa: PLC0415  as above

        return table.read(text, as_of)
    if re.match(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|body|div|p|table)\b", text, re.IGNORECASE):
        return _page(text, as_of)
    from agent.intake import transcript  # noqa: PLC0415  a mail or an export does not need it

    return transcript.read(text, as_of)


def _is_table(text: str, where: str) -> bool:
    head = text[:2000].split("\n", 1)[0]
    if where.lower().endswith((".csv", ".tsv")):
        return True
    if max(head.count(c) for c in ",;\t") < 2:  # noqa: PLR2004  a table of messages has three columns
        return False
    from agent.intake import table  # noqa: PLC0415  few texts begin like a table

    return table.is_table(text)


def _page(text: str, as_of: date) -> Draft:
    from agent.intake import html, transcript  # noqa: PLC0415  a text ticket does not need them

    seen = html.see(text)
    draft = transcript.read(seen.text, as_of)
    draft.hidden.extend(seen.hidden)
    return draft


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").replace("\r\n", "\n")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes  # noqa: PLC0415  only text that is not UTF-8 needs it

        best = from_bytes(data[:200_000]).best()
        text = data.decode(best.encoding if best else "cp1252", "replace")
    return re.sub(r"\r\n?|\u2028|\u2029", "\n", text)


def _is_json(text: str, where: str) -> bool:
    if where.lower().endswith(".json"):
        return True
    return bool(re.match(r"\s*(?:\{\s*(?:\"|\})|\[\s*(?:\{|\[|\"|\]))", text))


def _json(text: str, where: str, chosen: str | None, as_of: date) -> Draft:
    try:
        tree: object = json.loads(text, parse_float=str)
    except json.JSONDecodeError as error:
        refuse(
            f"{where} is not valid JSON: {error.msg} at line {error.lineno}, column {error.colno}.",
            "Mend that place, or export the ticket again.",
        )
    except RecursionError:
        refuse(f"{where} is JSON nested too deep to be a ticket.", "Export the one ticket alone.")
    kind = chosen or sniff.json_format(tree)
    if kind == "zendesk":
        from agent.intake import zendesk  # noqa: PLC0415  one format's reader

        return zendesk.read(tree, as_of)
    if kind == "intercom":
        from agent.intake import intercom  # noqa: PLC0415  as above

        return intercom.read(tree, as_of)
    from agent.intake import generic_json  # noqa: PLC0415  as above

    return generic_json.read(tree, as_of)
