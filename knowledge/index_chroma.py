"""Chroma, and nobody else imports it: a collection in a local folder or on a server, its errors translated."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, NamedTuple, cast
from urllib.parse import urlsplit

from knowledge.errors import IndexDamagedError, LibraryUnreachableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from chromadb.api.models.Collection import Collection
    from chromadb.api.types import Where

    from knowledge.embedding import Matrix

NAME = "precedents"
_BATCH = 1000
_FIX_SERVER = "Start the server (`chroma run --path FOLDER`), or check the URL given for the library."


class Entry(NamedTuple):
    """A searchable text of a record: the record's number, which of its texts, and its closing day (yyyymmdd)."""

    seq: int
    part: str
    closed: int

    @property
    def key(self) -> str:
        """Its id in the collection."""
        return f"{self.seq}:{self.part}"


class Near(NamedTuple):
    """An entry that the index found, with the cosine that the index gives it."""

    seq: int
    part: str
    cosine: float


def load() -> None:
    """Import Chroma ahead of its first use: it takes most of a second."""
    import chromadb  # noqa: F401, PLC0415 - as said


@contextlib.contextmanager
def index_errors() -> Iterator[None]:
    """Raise whatever a local collection throws as IndexDamagedError: it is derived, so the answer is to rebuild it."""
    try:
        yield
    except IndexDamagedError:
        raise
    # Chroma throws its own errors, built-in ones and, from Rust, panics that derive from BaseException.
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            message = f"The search index cannot be used: {error}"
            raise IndexDamagedError(message, "It is rebuilt from the records on the next opening.") from error
        raise


def configuration() -> CreateCollectionConfiguration:
    """Cosine distance, and a graph dense enough that the nearest are found."""
    return {"hnsw": {"space": "cosine", "ef_construction": 200, "max_neighbors": 32, "ef_search": 256}}


def closed_by(day: int) -> Where:
    """Return the filter for entries closed by that day (yyyymmdd)."""
    return cast("Where", {"closed": {"$lte": day}})


class FolderCollection:
    """A collection in a folder of its own; read only once it is built."""

    def __init__(self, folder: Path) -> None:
        """Open the folder; IndexDamagedError when that fails."""
        with index_errors():
            self._client = _local_client(folder)
            try:
                self._collection: Collection = self._client.get_collection(NAME, embedding_function=None)
            except BaseException:
                self._client.close()
                raise

    def identity(self) -> tuple[str, int]:
        """Return the stamp it was built with, and how many entries it holds."""
        with index_errors():
            return str((self._collection.metadata or {}).get("stamp")), self._collection.count()

    def nearest(self, vector: Sequence[float], count: int, until: int) -> list[Near]:
        """Return the nearest entries closed by that day, nearest first."""
        with index_errors():
            answer = self._collection.query(
                query_embeddings=[vector], n_results=count, where=closed_by(until), include=["distances"]
            )
            distances = (answer["distances"] or [[]])[0]
            return [Near(*_parse(key), 1 - float(d)) for key, d in zip(answer["ids"][0], distances, strict=True)]

    def vectors(self, entries: Sequence[Entry]) -> dict[tuple[int, str], Matrix]:
        """Return the vectors that the index holds of these entries."""
        import numpy as np  # noqa: PLC0415 - start-up

        with index_errors():
            answer = self._collection.get(ids=[e.key for e in entries], include=["embeddings"])
            rows = answer["embeddings"]
            held = [] if rows is None else [np.asarray(row, np.float32) for row in rows]
            return {_parse(key): row for key, row in zip(answer["ids"], held, strict=True)}

    def close(self) -> None:
        """Release the folder."""
        with index_errors():
            self._client.close()


def build(folder: Path, batches: Iterable[tuple[Sequence[Entry], Matrix]], *, stamp: str) -> None:
    """Write a collection into a new folder; it is complete and closed on return."""
    with index_errors():
        client = _local_client(folder)
        try:
            collection = client.create_collection(
                NAME, embedding_function=None, metadata={"stamp": stamp}, configuration=configuration()
            )
            for entries, vectors in batches:
                for start in range(0, len(entries), _BATCH):
                    some = entries[start : start + _BATCH]
                    collection.add(
                        ids=[e.key for e in some],
                        embeddings=vectors[start : start + _BATCH],
                        metadatas=[{"closed": e.closed} for e in some],
                    )
        finally:
            client.close()


def _local_client(folder: Path) -> Client:
    import chromadb  # noqa: PLC0415 - a second of imports
    from chromadb.config import Settings  # noqa: PLC0415 - as above

    # Chroma would otherwise read settings from a .env file in whatever folder the user stands.
    settings = Settings(_env_file=None, anonymized_telemetry=False)
    return cast("Client", chromadb.PersistentClient(path=str(folder), settings=settings))


def _parse(key: str) -> tuple[int, str]:
    seq, part = key.split(":", 1)
    return int(seq), part


@contextlib.contextmanager
def server_errors(url: str) -> Iterator[None]:
    """Raise what a server or the way to it throws as LibraryUnreachableError."""
    import httpx  # noqa: PLC0415 - chromadb imports it too
    from chromadb.errors import ChromaError  # noqa: PLC0415 - a second of imports

    try:
        yield
    # Chroma raises a bare ValueError when nobody answers.
    except (ChromaError, httpx.HTTPError, ValueError, OSError) as error:
        message = f"The Chroma server at {url} cannot be used: {error}"
        raise LibraryUnreachableError(message, _FIX_SERVER) from error


def server_collection(url: str, metadata: Mapping[str, str], headers: Mapping[str, str] | None) -> Collection:
    """Connect to `http(s)://HOST[:PORT][/COLLECTION]` and return the collection, made if absent."""
    import chromadb  # noqa: PLC0415 - a second of imports
    from chromadb.config import Settings  # noqa: PLC0415 - as above

    parts = urlsplit(url)
    secure = parts.scheme == "https"
    with server_errors(url):
        client = chromadb.HttpClient(
            host=parts.hostname or "localhost",
            port=parts.port or (443 if secure else 8000),
            ssl=secure,
            headers=dict(headers or {}),
            settings=Settings(_env_file=None, anonymized_telemetry=False),
        )
        return client.get_or_create_collection(
            parts.path.strip("/") or NAME,
            embedding_function=None,
            metadata=dict(metadata),
            configuration=configuration(),
        )
