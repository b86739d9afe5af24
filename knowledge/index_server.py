"""A library on a Chroma server: records, vectors and settings all live in one collection there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from knowledge.errors import LibraryForeignError
from knowledge.index_chroma import closed_by, server_collection, server_errors
from knowledge.index_local import Found, Shelf
from knowledge.index_store import closing_day
from knowledge.records import Learned, Prepared, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from chromadb.api.models.Collection import Collection as ChromaCollection
    from chromadb.api.types import Metadata, Where

    from knowledge.embedding import Matrix

FORMAT = "escalate-library-1"
_PAGE = 500
_MOST_SHARING = 400


class ServerShelf:
    """Records in a collection of a Chroma server, an entry for each searchable text; the first carries the record."""

    def __init__(self, url: str, *, check: Callable[[Shelf], None], headers: Mapping[str, str] | None = None) -> None:
        """Connect; `check` may refuse the library."""
        self._url = url
        self._chroma: ChromaCollection = server_collection(url, {"format": FORMAT}, headers)
        if self.get_meta("format") != FORMAT:
            message = f"The collection at {url} belongs to another program."
            raise LibraryForeignError(message, "Give another collection: http(s)://HOST[:PORT]/COLLECTION.")
        check(self)

    def __len__(self) -> int:
        """Return the number of records."""
        with server_errors(self._url):
            return len(self._chroma.get(where=cast("Where", {"first": True}), include=[])["ids"])

    def missing_vectors(self, digests: Collection[str]) -> set[str]:
        """Return all: the server keeps no vector apart from its record."""
        return set(digests)

    def put(self, batch: Sequence[Prepared], vectors: Mapping[str, Matrix]) -> Learned:
        """Store records, each in one request; on return the server has them."""
        counts = {"new": 0, "replaced": 0, "unchanged": 0}
        with server_errors(self._url):
            for item in batch:
                counts[self._put_one(item, vectors)] += 1
        return Learned(**counts)

    def _put_one(self, item: Prepared, vectors: Mapping[str, Matrix]) -> str:
        import numpy as np  # noqa: PLC0415 - start-up

        of_record = cast("Where", {"record": item.record.id})
        old = self._chroma.get(where=of_record, include=["metadatas"])
        if any(m.get("body") == item.body for m in old["metadatas"] or ()):
            return "unchanged"
        keys = {part: f"{part}:{item.record.id}" for part in item.digests}
        shared: dict[str, object] = {"record": item.record.id, "closed": closing_day(item.record)}
        if item.identifiers:
            shared["identifiers"] = sorted(item.identifiers)
        metadatas = [
            {**shared, "part": part, "first": n == 0, **({"body": item.body} if n == 0 else {})}
            for n, part in enumerate(keys)
        ]
        self._chroma.upsert(
            ids=list(keys.values()),
            embeddings=np.stack([vectors[digest] for digest in item.digests.values()]),
            metadatas=[cast("Metadata", m) for m in metadatas],
        )
        if gone := [key for key in old["ids"] if key not in keys.values()]:
            self._chroma.delete(ids=gone)
        return "replaced" if old["ids"] else "new"

    def settle(self) -> None:
        """Nothing: the server indexes by itself."""

    def records(self) -> Iterator[Record]:
        """Yield all records."""
        start = 0
        while True:
            with server_errors(self._url):
                where = cast("Where", {"first": True})
                page = self._chroma.get(where=where, include=["metadatas"], limit=_PAGE, offset=start)
            for metadata in page["metadatas"] or ():
                yield _record(metadata)
            start += _PAGE
            if len(page["ids"]) < _PAGE:
                return

    def get_meta(self, key: str) -> str | None:
        """Return a setting of the library, or null."""
        value = (self._chroma.metadata or {}).get(key)
        return None if value is None else str(value)

    def claim_meta(self, key: str, value: str) -> str:
        """Keep a setting unless there is one; return the one that holds."""
        held = self.get_meta(key)
        if held is None:
            self.set_meta(key, value)
        return held or value

    def set_meta(self, key: str, value: str) -> None:
        """Keep a setting of the library."""
        with server_errors(self._url):
            self._chroma.modify(metadata={**(self._chroma.metadata or {}), key: value})

    def close(self) -> None:
        """Nothing to release."""

    def recall(self, vector: Matrix, identifiers: Collection[str], depth: int, until: int) -> tuple[list[Found], bool]:
        """Return the nearest `depth` texts' records and those that share identifiers; whether there may be more."""
        import numpy as np  # noqa: PLC0415 - start-up

        with server_errors(self._url):
            answer = self._chroma.query(
                query_embeddings=vector[None], n_results=depth, where=closed_by(until), include=["metadatas"]
            )
            near = (answer["metadatas"] or [[]])[0]
            names = {str(m["record"]) for m in near}
            if identifiers:
                names |= self._sharing(identifiers, until)
            if not names:
                return [], False
            of_records = cast("Where", {"record": {"$in": sorted(names)}})
            entries = self._chroma.get(where=of_records, include=["metadatas", "embeddings"])
        rows, metadatas = entries["embeddings"], entries["metadatas"] or []
        cosines = (np.asarray(rows, np.float32) @ vector).tolist() if metadatas else []
        best: dict[str, tuple[float, str]] = {}
        for metadata, cosine in zip(metadatas, cosines, strict=True):
            name = str(metadata["record"])
            best[name] = max(best.get(name, (-2.0, "")), (cosine, str(metadata["part"])))
        found = [
            Found(_record(m), *best[str(m["record"])], _shared(m, identifiers)) for m in metadatas if m.get("body")
        ]
        return found, len(near) >= depth

    def _sharing(self, identifiers: Collection[str], until: int) -> set[str]:
        holds = [{"identifiers": {"$contains": i}} for i in sorted(identifiers)]
        any_of: object = holds[0] if len(holds) == 1 else {"$or": holds}
        where = cast("Where", {"$and": [{"first": True}, closed_by(until), any_of]})
        answer = self._chroma.get(where=where, include=["metadatas"], limit=_MOST_SHARING)
        return {str(m["record"]) for m in answer["metadatas"] or ()}


def _record(metadata: Mapping[str, object]) -> Record:
    return Record.model_validate(json.loads(str(metadata["body"])))


def _shared(metadata: Mapping[str, object], wanted: Collection[str]) -> tuple[str, ...]:
    own = metadata.get("identifiers")
    return tuple(sorted(str(i) for i in own if i in wanted)) if isinstance(own, list) else ()
