"""From paths to pieces of work: one ticket each, read from the disk one after the other."""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_SKIPPED = (".gold.json", ".csv.idx", ".lock")
_LINES = (".jsonl", ".ndjson")
_MAILBOXES = (".mbox", ".mbx")
_LISTS = ("tickets", "results", "issues", "conversations", "records", "values", "data", "items", "cases", "incidents")


@dataclass(frozen=True)
class Piece:
    """One ticket's bytes and the name under which it stays known: the path, with the place within the file."""

    name: str
    data: bytes

    @property
    def digest(self) -> str:
        """The content's digest."""
        return hashlib.sha256(self.data).hexdigest()


def pieces(paths: Iterable[Path], *, since: float | None = None) -> Iterator[Piece]:
    """Yield the tickets of files and folders, in the order of their names; `since` leaves older files out (epoch)."""
    for path in paths:
        if not path.exists():
            message = f"There is no file or folder {path}."
            raise UsageError(message, "Check the path.")
        for file in sorted(f for f in path.rglob("*") if f.is_file()) if path.is_dir() else [path]:
            hidden = any(part.startswith(".") for part in file.relative_to(path).parts) if path.is_dir() else False
            if hidden or file.name.endswith(_SKIPPED) or (since is not None and file.stat().st_mtime < since):
                continue
            yield from parts(file)


def parts(file: Path) -> Iterator[Piece]:
    """Yield the tickets of one file: each line of JSONL, each mail thread of a mailbox, each ticket of an export."""
    if file.suffix.lower() in _LINES:
        yield from _lines(file)
    elif file.suffix.lower() in _MAILBOXES:
        yield from _threads(file)
    elif file.suffix.lower() == ".json":
        yield from _listed(file)
    else:
        yield Piece(str(file), file.read_bytes())


def _lines(file: Path) -> Iterator[Piece]:
    """One line at a time, so that a file of any length takes no memory."""
    with file.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                yield Piece(f"{file}:{number}", line.strip())


def _threads(file: Path) -> Iterator[Piece]:
    import mailbox  # noqa: PLC0415 - start-up

    threads: dict[str, list[bytes]] = {}
    with contextlib.closing(mailbox.mbox(file, create=False)) as box:
        for message in box:
            chain = f"{message.get('references', '')} {message.get('in-reply-to', '')}".split()
            first = chain[0] if chain else str(message.get("message-id") or "").strip()
            line = message.get_from() or "MAILER-DAEMON"
            threads.setdefault(first, []).append(f"From {line}\n".encode() + message.as_bytes())
    for number, mails in enumerate(threads.values(), 1):
        alone = len(mails) == 1
        yield Piece(f"{file}:{number}", mails[0].split(b"\n", 1)[1] if alone else b"\n".join(mails))


def _listed(file: Path) -> Iterator[Piece]:
    """An export of many tickets gives a piece a ticket, with the tables beside them; any other file is one piece."""
    data = file.read_bytes()
    try:
        tree = json.loads(data)
    except ValueError:
        tree = None  # the reader says what is wrong with it
    found = _tickets(tree)
    if found is None:
        yield Piece(str(file), data)
        return
    key, tickets, beside = found
    for number, ticket in enumerate(tickets, 1):
        name = next((str(ticket[k]) for k in ("key", "number", "id", "ticket_id") if ticket.get(k)), str(number))
        one: object = {**beside, key: [ticket]} if beside and key else ticket
        yield Piece(f"{file}:{name}", json.dumps(one, ensure_ascii=False).encode())


def _tickets(tree: object) -> tuple[str, list[dict[str, object]], dict[str, object]] | None:
    """Return the key of the list of tickets, the tickets, and what stands beside them; null where it is one ticket."""
    if isinstance(tree, list):
        tickets = [item for item in tree if _is_ticket(item)]
        return ("", tickets, {}) if len(tickets) > 1 and len(tickets) == len(tree) else None
    if not isinstance(tree, dict):
        return None
    for key in _LISTS:
        rows = tree.get(key)
        if isinstance(rows, list) and len(rows) > 1 and all(_is_ticket(row) for row in rows):
            tables: dict[str, object] = {str(k): v for k, v in tree.items() if k != key and isinstance(v, list | dict)}
            return key, rows, tables
    return None


def _is_ticket(item: object) -> bool:
    """Whether an object is a ticket and no message of one: it has a subject or its own thread."""
    if not isinstance(item, dict):
        return False
    keys = {str(k).lower() for k in item}
    inner = item.get("fields") or item.get("properties")
    keys |= {str(k).lower() for k in inner} if isinstance(inner, dict) else set()
    subject = keys & {"subject", "raw_subject", "title", "summary", "short_description"}
    thread = keys & {"comments", "conversations", "conversation_parts", "messages", "thread", "notes"}
    stated = keys & {"status", "state", "priority", "stage", "number", "key", "created_at", "requester_id"}
    return bool((subject and stated) or (thread and (subject or stated)))
