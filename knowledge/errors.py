"""What can go wrong in the library of past escalations; the caller translates it for its own user.

LibraryError
├── RecordError             a record is malformed
├── LibraryForeignError     the place holds something else than a library, or one of another version
├── LibraryDamagedError     the records cannot be read
├── LibraryLockedError      another process holds the library for longer than the wait
├── LibraryUnreachableError the server or the folder cannot be reached or written
├── EmbedderMismatchError   the library was made with another embedder
├── EmbeddingError          the embedder failed
└── IndexDamagedError       the search index is lost, stale or damaged (handled inside: it is rebuilt)
"""

from __future__ import annotations


class LibraryError(Exception):
    """Base class. `message` says what is wrong and where, `fix` what to do next; each is one sentence."""

    def __init__(self, message: str, fix: str) -> None:
        """Keep both sentences."""
        super().__init__(message)
        self.message = message
        self.fix = fix


class RecordError(LibraryError):
    """A record is malformed; nothing was stored."""


class LibraryForeignError(LibraryError):
    """The place holds something else than a library, or one of another version."""


class LibraryDamagedError(LibraryError):
    """The records cannot be read."""


class LibraryLockedError(LibraryError):
    """Another process holds the library for longer than the wait."""


class LibraryUnreachableError(LibraryError):
    """The server or the folder cannot be reached or written."""


class EmbedderMismatchError(LibraryError):
    """The library was made with another embedder; vectors of two embedders cannot be compared."""


class EmbeddingError(LibraryError):
    """The embedder failed."""


class IndexDamagedError(LibraryError):
    """The search index is lost, stale or damaged; it can be rebuilt from the records."""
