"""From paths to pieces of work: one ticket each, read from the disk one after the other."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_SKIPPED = (".gold.json", ".csv.idx", ".lock")
_LINES = (".jsonl", ".ndjson")
_MAILBOXES = (".mbox", ".mbx")
_BLOCK = 1 << 20
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


def pieces(paths: Iterable[Path], *, since: float | None = None, besides: Path | None = None) -> Iterator[Piece]:
    """Yield the tickets of files and folders, in the order of their names.

    `since` leaves older files out (seconds since 1970), `besides` a folder: that of the results.
    """
    for file in _files(paths, since, besides):
        yield from parts(file)


def count(paths: Iterable[Path], *, since: float | None = None, besides: Path | None = None) -> int:
    """Return about how many tickets there are: a file is one, or as many as it has lines or mails."""
    return sum(_count(file) for file in _files(paths, since, besides))


def _count(file: Path) -> int:
    mark = b"\n" if file.suffix.lower() in _LINES else b"\nMessage-ID:" if file.suffix.lower() in _MAILBOXES else b""
    if not mark:
        return 1
    with file.open("rb") as stream:
        return max(1, sum(block.count(mark) for block in iter(lambda: stream.read(_BLOCK), b"")))


def _files(paths: Iterable[Path], since: float | None, besides: Path | None) -> Iterator[Path]:
    skipped = besides.resolve() if besides else None
    for path in paths:
        if not path.exists():
            message = f"There is no file or folder {path}."
            raise UsageError(message, "Check the path.")
        for file in _within(path, skipped) if path.is_dir() else (path,):
            if not file.name.endswith(_SKIPPED) and (since is None or file.stat().st_mtime >= since):
                yield file


def _within(folder: Path, skipped: Path | None) -> Iterator[Path]:
    """Yield the files below a folder, one folder's names in memory at a time; hidden ones are left out."""
    try:
        with os.scandir(folder) as found:
            names = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in found)
    except OSError as error:
        message = f"The folder {folder} cannot be read ({error.strerror or 'unreadable'})."
        raise UsageError(message, "Check its permissions.") from error
    for name, is_folder in names:
        inner = folder / name
        if name.startswith(".") or (is_folder and skipped is not None and inner.resolve() == skipped):
            continue
        if is_folder:
            yield from _within(inner, skipped)
        elif inner.is_file():
            yield inner


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
    """Yield each mail thread; of all mails at once only their ids are in memory."""
    import mailbox  # noqa: PLC0415 - start-up

    threads: dict[str, list[str]] = {}
    with contextlib.closing(mailbox.mbox(file, create=False)) as box:
        for key in box.iterkeys():
            message = box.get_message(key)
            chain = f"{message.get('references', '')} {message.get('in-reply-to', '')}".split()
            first = chain[0] if chain else str(message.get("message-id") or "").strip()
            threads.setdefault(first or key, []).append(key)
        for number, keys in enumerate(threads.values(), 1):
            alone = len(keys) == 1
            mails = [box.get_bytes(key, from_=not alone) for key in keys]
            yield Piece(f"{file}:{number}", b"\n".join(mails))


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
