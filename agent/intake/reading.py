"""From bytes to a ticket: refuse what cannot be one, let the sniffer or the user pick the format, read, build."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from agent.intake import dates, formats, limits, sniff
from agent.intake.build import build
from agent.intake.json_keys import has_text
from agent.intake.jsonshape import deeper
from agent.intake.refusal import refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from agent.intake.draft import Draft
    from agent.ticket import Ticket

LIMIT = 20 * 1024 * 1024
_LONG_NUMBER = 300
FORMATS = formats.NAMES
"""The names of the formats that are read; `escalate formats` says what each needs."""
_BINARY = (
    b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"BZh",
    b"\x7fELF", b"MZ\x90", b"SQLite format 3", b"Rar!", b"7z\xbc\xaf",
)  # fmt: skip
_OUTLOOK = b"\xd0\xcf\x11\xe0"
_CONTROL = frozenset(range(32)) - frozenset(b"\t\n\v\f\r\x1b")
_DEEPEST = 340
_ENVELOPES = 4
_OPENED = frozenset(("data", "result", "response", "body", "payload", "output"))
_PASTE = "Paste the thread as text, or save the ticket as .eml, .json, .txt or .md."


def read_file(path: Path | str, *, format: str | None = None, as_of: date | None = None) -> Ticket:  # noqa: A002  the option's name
    """Read one ticket from a file. Raises TicketError where it is missing, a folder, too large, or no ticket."""
    return read_ticket(_bytes_of(Path(path)), name=str(path), format=format, as_of=as_of)


def _bytes_of(place: Path) -> bytes:
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
    return data


def read_files(
    paths: Sequence[Path],
    *,
    format: str | None = None,  # noqa: A002  the option's name
    as_of: date | None = None,
) -> Ticket:
    """Read one ticket from several files: pages of an export, or its parts (the ticket, its comments, its people).

    Several mails are one thread, each mail once; several tables are one table.
    Raises TicketError, also where the files are of several kinds.
    """
    if len(paths) == 1:
        return read_file(paths[0], format=format, as_of=as_of)
    pieces = [(str(path), _bytes_of(path)) for path in paths]
    day = as_of or date.today()  # noqa: DTZ011  the user's own day
    digest = hashlib.sha256()
    for where, data in pieces:
        _refuse(data, where)
        digest.update(hashlib.sha256(data).digest())
    return _built(lambda: _several(pieces, format, day), "The files", digest.hexdigest())


def _several(pieces: list[tuple[str, bytes]], chosen: str | None, as_of: date) -> Draft:
    """Read the files of one ticket: mails of one thread, tables of its messages, or parts and pages of an export."""
    mails = [_as_mail(data, where, chosen) for where, data in pieces]
    if all(mail is not None for mail in mails):
        from agent.intake import eml  # noqa: PLC0415  the mail package loads slowly

        return eml.thread([m for m in mails if m is not None], as_of)
    texts = [(where, _decoded(data)) for where, data in pieces]
    if chosen == "csv" or (chosen is None and all(_is_table(t, w) and not _is_json(t, w) for w, t in texts)):
        from agent.intake import table  # noqa: PLC0415  as above

        return table.read([t for _, t in texts], as_of)
    odd = next((w for (w, t), mail in zip(texts, mails, strict=True) if mail is not None or not _is_json(t, w)), None)
    if odd:
        refuse(
            f"{odd} is not of the same kind as the other files: all have to be JSON, all mails, or all tables.",
            "Give the files of one kind together; `escalate batch` takes many tickets.",
        )
    warnings: list[str] = []
    draft = _export([limits.bounded(_tree(t, w), w, warnings) for w, t in texts], chosen, as_of)
    draft.warnings.extend(warnings)
    return draft


def _as_mail(data: bytes, where: str, chosen: str | None) -> bytes | None:
    """Return a file as a mail, or null where it is none."""
    if data.startswith(_OUTLOOK) and chosen in {None, "msg"}:
        from agent.intake import msg  # noqa: PLC0415  few mails come so

        return msg.mail_of(data, where)
    return data if chosen == "eml" or (chosen is None and sniff.is_mail(data)) else None


def _built(read: Callable[[], Draft], where: str, digest: str) -> Ticket:
    """Build what a reader returns; what nests deeper than Python can follow is no ticket."""
    try:
        draft = read()
        if not any(e.text.strip() for e in draft.entries):
            refuse(f"{where} holds no message text.", _PASTE)
        return build(draft, digest)
    except RecursionError:
        refuse(f"{where} is nested too deep to be a ticket.", "Export the one ticket alone, or paste its text.")


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
    day = as_of or date.today()  # noqa: DTZ011  the user's own day
    return _built(lambda: _draft(data, where, format, day), where, hashlib.sha256(data).hexdigest())


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
    if data.startswith(_OUTLOOK):
        return
    if data.startswith(_BINARY) or (not data.startswith((b"\xff\xfe", b"\xfe\xff")) and control > len(head) * 0.1):
        refuse(f"{where} is a binary file, not a ticket.", _PASTE)


def _draft(data: bytes, where: str, chosen: str | None, as_of: date) -> Draft:
    if chosen == "msg" or (chosen is None and data.startswith(_OUTLOOK)):
        from agent.intake import msg  # noqa: PLC0415  few mails come so

        return msg.read(data, where, as_of)
    if chosen == "eml" or (chosen is None and sniff.is_mail(data)):
        from agent.intake import eml  # noqa: PLC0415  the mail package loads slowly

        return eml.read(data, as_of)
    text = _decoded(data)
    if chosen in {"json", *formats.WHOLE, *formats.VENDORS} or (chosen is None and _is_json(text, where)):
        warnings: list[str] = []
        draft = _export([limits.bounded(_tree(text, where), where, warnings)], chosen, as_of)
        draft.warnings.extend(warnings)
        return draft
    if chosen == "csv" or (chosen is None and _is_table(text, where)):
        from agent.intake import table  # noqa: PLC0415  as above

        return table.read([text], as_of)
    if re.match(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|body|div|p|table)\b", text, re.IGNORECASE):
        return _page(text, where, as_of)
    limits.text(text, where)
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


def _page(text: str, where: str, as_of: date) -> Draft:
    from agent.intake import html, transcript  # noqa: PLC0415  a text ticket does not need them

    seen = html.see(text)
    limits.text(seen.text, where)
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


def _tree(text: str, where: str) -> object:
    try:
        tree: object = json.loads(text, parse_float=str, parse_int=_whole)
    except json.JSONDecodeError as error:
        refuse(
            f"{where} is not valid JSON: {error.msg} at line {error.lineno}, column {error.colno}.",
            "Mend that place, or export the ticket again.",
        )
    except RecursionError:
        _too_deep(where)
    if deeper(tree, _DEEPEST):
        _too_deep(where)
    return tree


def _too_deep(where: str) -> NoReturn:
    refuse(f"{where} is JSON nested too deep to be a ticket.", "Export the one ticket alone.")


def _opened(tree: object) -> object:
    """Return what an envelope holds, where that alone shows whose it is: a list of one, a reply's data or result."""
    inner = tree
    for _ in range(_ENVELOPES):
        if formats.recognised(inner):
            return inner
        if isinstance(inner, list):
            held = inner if len(inner) == 1 else []
        else:
            held = [v for k, v in inner.items() if k.lower() in _OPENED] if isinstance(inner, dict) else []
        if len(held) != 1 or not isinstance(held[0], dict | list):
            return tree
        inner = held[0]
    return tree


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) < _LONG_NUMBER else digits


def _together(trees: list[object]) -> object:
    """Return the parts of one ticket as one tree: files with other keys side by side, pages one behind the other."""
    if len(trees) == 1:
        return trees[0]
    out: dict[str, object] = {}
    for tree in trees:
        for key, value in tree.items() if isinstance(tree, dict) else ():
            held = out.get(key)
            if isinstance(held, list) and isinstance(value, list):
                out[key] = [*held, *value]
            elif key not in out:
                out[key] = value
    spoken = [tree for tree in trees if isinstance(tree, dict) and has_text(tree)]
    return out if len(spoken) <= 1 and all(isinstance(tree, dict) for tree in trees) else {"pages": trees}


def _export(trees: list[object], chosen: str | None, as_of: date) -> Draft:
    """Read JSON as the format that was chosen, or as what it shows itself to be."""
    from agent.intake import generic_json  # noqa: PLC0415  one format's reader

    trees = [_opened(tree) for tree in trees]
    tree = _together(trees)
    open_dates = dates.settle(tree, as_of)
    if chosen is None:
        found = next((f for one in (tree, *trees) if (f := formats.recognised(one))), None)
    else:
        found = None if chosen == "json" else (chosen, "it was chosen")
    if found is None:
        draft = generic_json.read(tree, as_of)
        draft.warnings.extend(open_dates)
        return draft
    name, why = found
    generic_json.one_ticket(tree)
    if name in formats.WHOLE:
        draft = formats.whole(name).read(trees, as_of)
    else:
        ticket = formats.vendor(name).plain(trees)
        if ticket and not ticket.said and not ticket.opening and not ticket.fields.get("description"):
            _unsaid(name, why)
        draft = generic_json.read(ticket.tree() if ticket else tree, as_of)
        draft.hidden.extend(ticket.hidden if ticket else ())
    if not draft.entries:
        _unsaid(name, why)
    draft.vendor, draft.why = name, why
    draft.warnings.extend(open_dates)
    return draft


def _unsaid(name: str, why: str) -> NoReturn:
    needs = formats.vendor(name).NEEDS
    refuse(f"The {name} export ({why}) holds nothing that anybody said.", f"Needed is {needs}.")
