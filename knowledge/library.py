"""The library of past escalations: what was learned stays, what is like a new case is found, with why.

    with Library.open("~/.escalate/library") as library:
        seed(library)                                        # the shipped precedents, once
        library.add([{"id": "ESC-1", "title": "...", ...}])
        for hit in library.search("nightly export fails, E-4021", exclude=Exclude(closed_after=as_of)):
            print(printable(hit).title, hit.score, hit.why)

Score = cosine of the nearest text + 0.1 for each shared identifier, of which ten count. A query of nothing but
identifiers finds what shares them, and falls back on the vector where nothing does.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Self

from knowledge.errors import EmbedderMismatchError
from knowledge.identifiers import asks_for_names_alone, identifiers, names, unmarked
from knowledge.index_local import LocalShelf
from knowledge.index_progress import stderr_bar
from knowledge.index_store import NEVER
from knowledge.printable import printable
from knowledge.records import Exclude, Hit, Learned, Prepared, Record, as_record, prepare, read_records
from knowledge.shipped import SHIPPED, shipped_records, shipped_vectors
from knowledge.why import reasons, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from knowledge.embedding import Embedder, Matrix
    from knowledge.index_local import Found, Shelf
    from knowledge.index_progress import Progress

__all__ = ["Exclude", "Hit", "Learned", "Library", "Record", "printable", "read_records", "seed"]

IDENTIFIER_WEIGHT, MOST_IDENTIFIERS = 0.1, 10
_EMBEDDER = "embedder"
_SEEDED = "shipped"
_BATCH = 64
_LEAST_DEPTH, _DEPTH_PER_HIT, _DEEPER = 64, 8, 4


class Library:
    """Past escalations in a local folder or on a Chroma server. Safe to use from several threads and processes."""

    def __init__(self, shelf: Shelf, embedder: Embedder, progress: Progress) -> None:
        """Use `open`."""
        self._shelf = shelf
        self._embedder = embedder
        self._progress = progress
        self._lock = threading.RLock()

    @classmethod
    def open(
        cls,
        where: str | Path,
        *,
        embedder: Embedder | None = None,
        progress: Progress = stderr_bar,
        wait: float = 30,
        headers: Mapping[str, str] | None = None,
    ) -> Self:
        """Open the library in a folder (made when absent) or at `http(s)://HOST[:PORT][/COLLECTION]`.

        `embedder` is the shipped model when left out. `wait` is how many seconds to wait for another writer, `headers`
        go to the server. Whatever is wrong with the index of a folder is repaired here, shown by `progress`.
        Raises a LibraryError: foreign, damaged, locked, unreachable, or made with another embedder.
        """
        if embedder is None:
            from knowledge.embedding import MiniLM  # noqa: PLC0415 - start-up

            embedder = MiniLM()
        # Loading the model and importing Chroma take the better part of a second together; here they overlap.
        embedder.warm()

        def check(shelf: Shelf) -> None:
            _check_embedder(shelf, embedder.id, str(where))

        shelf: Shelf
        if str(where).startswith(("http://", "https://")):
            from knowledge.index_server import ServerShelf  # noqa: PLC0415 - start-up

            shelf = ServerShelf(str(where), check=check, headers=headers)
        else:
            shelf = LocalShelf(Path(where).expanduser().absolute(), check=check, progress=progress, wait=wait)
        return cls(shelf, embedder, progress)

    def __len__(self) -> int:
        """Return the number of records."""
        with self._lock:
            return len(self._shelf)

    def __iter__(self) -> Iterator[Record]:
        """Yield every record; written as JSON lines they can be learned into another library."""
        with self._lock:
            yield from self._shelf.records()

    def __enter__(self) -> Self:
        """Return the library."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Release files and connections."""
        with self._lock:
            self._shelf.close()

    def add(self, records: Iterable[Record | Mapping[str, object]]) -> Learned:
        """Store records; one with a known id takes that one's place. On return all of them survive a kill.

        All are validated first: a RecordError means that nothing was stored. Many are stored in batches, each of which
        is kept for itself.
        """
        items = [prepare(as_record(r, f"Record {n}")) for n, r in enumerate(records, 1)]
        return self._add(items, {})

    def _add(self, items: Sequence[Prepared], known: Mapping[str, Matrix]) -> Learned:
        learned = Learned()
        what = f"Learning {len(items)} past escalations"
        with self._lock:
            for start in range(0, len(items), _BATCH):
                batch = items[start : start + _BATCH]
                done = self._shelf.put(batch, self._vectors(batch, known))
                learned = Learned(*(a + b for a, b in zip(learned, done, strict=True)))
                self._progress(what, start + len(batch), len(items))
            self._shelf.settle()
        return learned

    def _vectors(self, batch: Sequence[Prepared], known: Mapping[str, Matrix]) -> dict[str, Matrix]:
        texts = {digest: item.record.parts[part] for item in batch for part, digest in item.digests.items()}
        wanted = self._shelf.missing_vectors(texts)
        vectors = {digest: known[digest] for digest in wanted if digest in known}
        if rest := [digest for digest in texts if digest in wanted and digest not in vectors]:
            rows = self._embedder.embed([texts[digest] for digest in rest])
            vectors.update(zip(rest, rows, strict=True))
        return vectors

    def search(self, text: str, k: int = 5, *, exclude: Exclude | Iterable[str] | str | None = None) -> tuple[Hit, ...]:
        """Return the `k` records most like the text, best first; one below the score that is due says so.

        `exclude` leaves out threads by id (ids alone may be given) and what was closed later than a day.
        """
        if not text.strip() or k < 1:
            return ()
        leave_out = Exclude.of(exclude)
        until = int(leave_out.closed_after.strftime("%Y%m%d")) if leave_out.closed_after else NEVER
        alone = asks_for_names_alone(text)
        wanted = identifiers(text) | (names(text) if alone else frozenset())
        depth = max(_LEAST_DEPTH, k * _DEPTH_PER_HIT)
        with self._lock:
            vector = self._embedder.embed([text])[0]
            while True:
                found, more = self._shelf.recall(vector, wanted, depth, until)
                kept = [f for f in found if not leave_out.leaves_out(f.record)]
                if len(kept) >= k or not more:
                    break
                depth *= _DEEPER
        if alone and any(f.shared for f in kept):
            # Its vector says nothing, so what shares nothing is no hit, and sharing more comes first.
            kept = [f for f in kept if f.shared]
        best = sorted(kept, key=lambda f: (-len(f.shared) if alone else 0, -_score(f), f.record.id))[:k]
        query, due = words(text), self._embedder.due(text)
        return tuple(_hit(f, query, due) for f in best)

    def precedents(
        self, text: str, k: int = 3, *, exclude: Exclude | Iterable[str] | str | None = None
    ) -> tuple[Hit, ...]:
        """Return only true precedents, best first, safe to print. None is an answer."""
        return tuple(printable(hit) for hit in self.search(text, k, exclude=exclude) if hit.precedent)

    def seed(self) -> int:
        """Store the shipped precedents unless this library has had them; return how many were written."""
        if self._shelf.get_meta(_SEEDED) == SHIPPED:
            return 0
        items = [prepare(record) for record in shipped_records()]
        learned = self._add(items, shipped_vectors(self._embedder.id))
        with self._lock:
            self._shelf.set_meta(_SEEDED, SHIPPED)
        return learned.stored


def seed(library: Library) -> int:
    """Store the shipped precedents unless the library has had them; return how many were written."""
    return library.seed()


def _score(found: Found) -> float:
    return round(found.cosine + IDENTIFIER_WEIGHT * min(len(found.shared), MOST_IDENTIFIERS), 4)


def _hit(found: Found, query: frozenset[str], due: float) -> Hit:
    score = _score(found)
    precedent = score >= due
    shared = unmarked(found.shared)
    why = reasons(found.record, found.part, shared, query)
    if not precedent:
        why = f"Not a true precedent ({score:.2f}, {due:.2f} is due). {why}"
    own = {"score": score, "cosine": round(found.cosine, 4), "shared": shared, "why": why, "precedent": precedent}
    return Hit.model_validate({**found.record.model_dump(), **own})


def _check_embedder(shelf: Shelf, ours: str, where: str) -> None:
    theirs = shelf.claim_meta(_EMBEDDER, ours)
    if theirs != ours:
        message = f"The library at {where} was made with the embedder {theirs}, and {ours} is configured."
        fix = f"Configure {theirs} again, or give another folder for the library and learn the past escalations there."
        raise EmbedderMismatchError(message, fix)
