"""The precedents that ship with the package, and their vectors made beforehand so that a first search is quick."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.records import Record, prepare, read_records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knowledge.embedding import Matrix

FOLDER = Path(__file__).parent / "precedents"
VECTORS = FOLDER / "vectors.npy"
VECTORS_OF = "all-MiniLM-L6-v2/int8+cjk"
SHIPPED = "1"
"""Raised when the shipped precedents change, so that libraries take the new ones."""


def shipped_records() -> list[Record]:
    """Return the shipped precedents."""
    return [record for path in sorted(FOLDER.glob("*.jsonl")) for record in read_records(path)]


def shipped_vectors(embedder: str) -> Mapping[str, Matrix]:
    """Return the vectors of the shipped precedents' texts by digest; none for another embedder than the shipped one."""
    import numpy as np  # noqa: PLC0415 - start-up

    if embedder != VECTORS_OF or not VECTORS.exists():
        return {}
    table = np.load(VECTORS)
    rows = table["vector"].astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return dict(zip(table["digest"].astype(str).tolist(), rows, strict=True))


def write_vectors() -> int:
    """Embed the shipped precedents' texts with the shipped model and write the file; return how many."""
    import numpy as np  # noqa: PLC0415 - start-up

    from knowledge.embedding import MiniLM  # noqa: PLC0415 - start-up

    texts: dict[str, str] = {}
    for item in map(prepare, shipped_records()):
        texts.update({digest: item.record.parts[part] for part, digest in item.digests.items()})
    table = np.empty(len(texts), [("digest", "S32"), ("vector", "<f2", (384,))])
    table["digest"] = list(texts)
    table["vector"] = MiniLM().embed(list(texts.values()))
    np.save(VECTORS, table)
    return len(texts)
