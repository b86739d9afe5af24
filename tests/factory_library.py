"""What the library's tests share: a quick embedder, records, and a process that learns until it is killed."""

from __future__ import annotations

import os
import random
import re
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from knowledge.index_progress import silent
from knowledge.library import Library

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.embedding import Matrix

NOUNS = (
    "invoice export login sensor payroll parcel crane harbour clinic tender badge archive forecast router ledger "
    "pallet voucher turbine museum orchard"
)


class Words:
    """Counts words: alike texts have alike vectors, at no cost. Remembers how many texts it was given."""

    id = "words"

    def __init__(self) -> None:
        self.embedded = 0

    def embed(self, texts: Sequence[str]) -> Matrix:
        self.embedded += len(texts)
        rows = np.full((len(texts), 128), 1e-6, np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"\w+", text.casefold()):
                mark = zlib.crc32(word.encode())
                row[mark % 128] += 1 if mark >> 31 else -1
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)

    def due(self, text: str) -> float:
        return 0.5 if text else 1

    def warm(self) -> None:
        pass


def record(writer: str, number: int) -> dict[str, object]:
    """Return a record whose texts are its own."""
    one, two, three, four = random.Random(f"{writer}{number}").sample(NOUNS.split(), 4)  # noqa: S311 - it repeats
    return {
        "id": f"{writer}-{number}",
        "title": f"{one} and {two} trouble",
        "problem": f"The {three} stops whenever the {four} is moved; run {writer}, number{number}, {writer}{number}.",
    }


def learn(path: str, writer: str, count: int) -> None:
    """Store records one by one, and write each one's number to standard output once it is acknowledged."""
    with Library.open(path, embedder=Words(), progress=silent) as library:
        os.write(1, b"open\n")
        for number in range(count):
            library.add([record(writer, number)])
            os.write(1, f"{number}\n".encode())


if __name__ == "__main__":
    learn(sys.argv[1], sys.argv[2], int(sys.argv[3]))
