"""The ports of a run: where its state is kept, and what its requests ask before they go.

On one machine both are ours: SQLite in the output folder, and a gate in the process that holds the run. Several
machines need others: a database that all reach, and a gate that all ask.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from agent.engines.openai.wire import Answered, Budget

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from agent.batch.work import Done

__all__ = ["Budget", "Row", "RunStore"]


@dataclass(frozen=True)
class Row:
    """A piece as the packet shows it. `changed` has a line a difference, `summary` is what its draft says, as JSON."""

    name: str
    standing: str
    level: str | None
    respond_by: str | None
    arr: float | None
    currency: str | None
    account: str | None
    summary: str | None
    changed: str | None
    message: str | None
    fix: str | None
    cost: float
    seconds: float


class RunStore(Answered, Protocol):
    """What became of each piece of work, and every reply that was paid for. All methods raise StoreError alone."""

    def begin(self) -> None:
        """Begin a run, or go on with one that did not end."""
        ...

    def end(self) -> None:
        """End the run: everything found has been done or has failed."""
        ...

    def claim(self, name: str, key: str) -> str | None:
        """Claim a piece; null where it is done under this key, or a living process has it.

        Returns the key under which it was done before, "" where it never was.
        """
        ...

    def done(self, name: str, key: str, result: Done) -> None:
        """Say that the piece is done under that key; its case and brief are on the disk already."""
        ...

    def failed(self, name: str, message: str, fix: str) -> None:
        """Say that the piece could not be done, why, and what to do."""
        ...

    def free(self, name: str) -> None:
        """Give a claimed piece back; it stands as it stood before."""
        ...

    def take(self, request: str) -> bool:
        """Claim a request to a model; false where a living process makes it. Keeping its answer ends the claim."""
        ...

    def give_up(self, request: str) -> None:
        """End the claim of a request to which no answer came."""
        ...

    def spent(self) -> float:
        """Return the dollars of all replies kept."""
        ...

    def rows(self, standing: str) -> Iterator[Row]:
        """Yield the pieces of a standing, by response clock and then by the money at risk; not all held at once."""
        ...

    def changed(self) -> Iterator[Row]:
        """Yield the pieces whose outcome changed in the last run."""
        ...

    def revenue(self) -> Iterable[tuple[str | None, str | None, int, float | None]]:
        """Return by level and currency, of what is ready or blocked: how many, and their yearly revenue in all."""
        ...

    def totals(self) -> Mapping[str, tuple[int, float]]:
        """Return by standing how many, and their seconds of drafting."""
        ...
