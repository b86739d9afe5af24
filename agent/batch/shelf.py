"""Where cases and briefs are kept: in the output folder, or in a database that several machines reach."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Protocol

from agent.store import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from agent.batch.postgres import PostgresRuns
    from agent.batch.work import Terms


class Shelf(Protocol):
    """Keeps the case and the brief of each piece; what stood before stays until the new one counts."""

    def before(self, name: str, key: str) -> bytes | None:
        """Return the case that was done under that key, and keep it until `settled`."""
        ...

    def keep(self, name: str, key: str, case: bytes, brief: bytes) -> None:
        """Keep what was drafted under a new key; on return it survives a kill."""
        ...

    def settled(self, name: str, before: str, key: str) -> None:
        """The new one counts: drop what stood before."""
        ...

    def bring(self) -> None:
        """Bring what is kept elsewhere into the output folder."""
        ...


class DiskShelf:
    """The output folder: `cases` and `briefs`, a file each."""

    def __init__(self, terms: Terms) -> None:
        """Keep where it is."""
        self._terms = terms

    def before(self, name: str, key: str) -> bytes | None:
        """Put the case that stands aside until the new one counts: a kill in between must not hide what changed."""
        target, old = self._terms.case_file(name), self._aside(name, key)
        if not old.exists() and target.exists():
            old.parent.mkdir(exist_ok=True)
            with contextlib.suppress(FileExistsError):
                os.link(target, old)
        return old.read_bytes() if old.is_file() else None

    def keep(self, name: str, key: str, case: bytes, brief: bytes) -> None:
        """Write both; the case last."""
        del key
        target = self._terms.case_file(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        link = self._terms.out / self._terms.brief_link(name)
        link.parent.mkdir(parents=True, exist_ok=True)
        write_whole(link, brief)
        write_whole(target, case)

    def settled(self, name: str, before: str, key: str) -> None:
        """Drop what was put aside."""
        del key
        if before:
            self._aside(name, before).unlink(missing_ok=True)

    def bring(self) -> None:
        """All is there."""

    def _aside(self, name: str, key: str) -> Path:
        target = self._terms.case_file(name)
        return target.parent / ".before" / f"{target.stem}.{key[:12]}.json"


class StoreShelf:
    """The database of the run."""

    def __init__(self, terms: Terms, runs: PostgresRuns) -> None:
        """Keep both."""
        self._runs, self._disk = runs, DiskShelf(terms)

    def before(self, name: str, key: str) -> bytes | None:
        """Return the case under that key."""
        return self._runs.document(name, key)

    def keep(self, name: str, key: str, case: bytes, brief: bytes) -> None:
        """Keep both under the new key."""
        self._runs.keep_document(name, key, case.decode(), brief.decode())

    def settled(self, name: str, before: str, key: str) -> None:
        """Drop the others."""
        if before:
            self._runs.drop_documents(name, key)

    def bring(self) -> None:
        """Write what counts into the output folder, each once."""
        for name, key, case, brief in self._runs.documents():
            self._disk.keep(name, key, case.encode(), brief.encode())
            self._runs.taken_out(name, key)
