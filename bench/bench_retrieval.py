"""How well the library finds: MAP over labelled duplicates, rank 1 on bare identifiers, what a true precedent scores.

    python bench/bench_retrieval.py [duplicates] [identifiers] [precedents]      # all three when none is named

duplicates   questions closed as duplicates by people, from a corpus beside the repository; skipped when it is absent
identifiers  the shipped precedents in eight variants each, every one with identifiers of its own; each asked for alone
precedents   cases written for the purpose, with the shipped precedent that is truly like each, or with none
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from knowledge.embedding import MiniLM  # noqa: E402
from knowledge.index_progress import silent  # noqa: E402
from knowledge.library import Library, seed  # noqa: E402
from knowledge.shipped import shipped_records  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from knowledge.embedding import Matrix

CORPUS = ROOT.parent / "shared" / "retrieval"
LABELS = Path(__file__).parent / "precedent_labels.jsonl"
DUPLICATES_DUE, IDENTIFIERS_DUE = 0.59, 0.95
FIRST, VARIANTS, QUERIES = 100, 8, 400


class Remembering:
    """The shipped model, embedding no text twice: the queries of a bench are its documents."""

    id = MiniLM.id

    def __init__(self) -> None:
        """Know nothing yet."""
        self._model = MiniLM()
        self._rows: dict[str, Matrix] = {}

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Return one row a text."""
        import numpy as np  # noqa: PLC0415

        if new := [text for text in dict.fromkeys(texts) if text not in self._rows]:
            self._rows.update(zip(new, self._model.embed(new), strict=True))
        return np.stack([self._rows[text] for text in texts])

    def due(self, text: str) -> float:
        """Return the calibrated score."""
        return self._model.due(text)

    def warm(self) -> None:
        """Load the model."""
        self._model.warm()


def average_precision(ranked: Sequence[str], relevant: set[str]) -> float:
    """Return the average precision; a relevant one that is not ranked counts as never found."""
    places = [n for n, name in enumerate(ranked, 1) if name in relevant]
    return sum(found / place for found, place in enumerate(places, 1)) / len(relevant)


def duplicates() -> bool:
    """Print the mean average precision over the labelled duplicates."""
    if not CORPUS.exists():
        print("duplicates: skipped, there is no labelled corpus beside the repository")
        return True
    docs = [json.loads(line) for line in (CORPUS / "askubuntu_corpus.jsonl").read_text("utf-8").splitlines()]
    texts = {doc["id"]: doc["text"] for doc in docs}
    relevant: dict[str, set[str]] = {}
    for line in (CORPUS / "askubuntu_qrels.tsv").read_text("utf-8").splitlines():
        query, other, _ = line.split("\t")
        relevant.setdefault(query, set()).add(other)
    with tempfile.TemporaryDirectory() as folder, Library.open(folder, embedder=Remembering()) as library:
        library.add(
            {"id": d["id"], "title": d["title"], "problem": d["text"].removeprefix(d["title"]).strip()} for d in docs
        )
        scores = [
            average_precision([hit.id for hit in library.search(texts[q], FIRST, exclude=[q])], wanted)
            for q, wanted in relevant.items()
        ]
    value = mean(scores)
    size = f"{len(scores)} queries, {len(docs)} texts, first {FIRST}"
    print(f"duplicates: MAP {value:.4f} over {size} (due {DUPLICATES_DUE})")
    return value >= DUPLICATES_DUE


def invented_identifiers(rng: random.Random) -> list[str]:
    """Return three identifiers of different shapes that nothing else has."""
    letters = "".join(rng.choices("ABCDEFGHJKLMNPRSTUVWXYZ", k=3))
    number = rng.randrange(10_000, 99_999)
    shapes = [
        f"{letters}-{number}",
        f"{letters[:2]}{number}",
        f"#{number}{rng.randrange(10, 99)}",
        f"v{rng.randrange(1, 40)}.{rng.randrange(100)}.{number % 1000}",
        f"ERR_{letters}_{rng.choice(('TIMEOUT', 'REFUSED', 'STALE', 'FULL'))}",
        f"0x{number:08x}",
        f"error code {number}",
        f"{letters}-{rng.randrange(2015, 2026)}-{number}",
    ]
    return rng.sample(shapes, 3)


def identifiers() -> bool:
    """Print how often a bare identifier finds its one record at rank 1."""
    rng = random.Random(20_240_229)  # noqa: S311 - a bench repeats
    owner: dict[str, str] = {}
    records = []
    for record in shipped_records():
        for variant in range(VARIANTS):
            name = f"{record.id}-{variant}"
            one, two, three = invented_identifiers(rng)
            owner |= dict.fromkeys((one, two, three), name)
            problem = f"{record.problem} The log shows {one}. Seen with {two}; see also {three}."
            records.append({**record.model_dump(exclude={"threads"}), "id": name, "problem": problem})
    asked = rng.sample(sorted(owner), QUERIES)
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(folder, embedder=Remembering(), progress=silent) as library,
    ):
        library.add(records)
        right = sum(library.search(identifier, 1)[0].id == owner[identifier] for identifier in asked)
    size = f"{QUERIES} of {len(owner)}, {len(records)} records"
    print(f"identifiers: rank 1 {right / QUERIES:.4f} over {size} (due {IDENTIFIERS_DUE})")
    return right / QUERIES >= IDENTIFIERS_DUE


def precedents() -> bool:
    """Print how the calibrated score parts the labelled cases; false when a wrong record passes it."""
    rows = [json.loads(line) for line in LABELS.read_text("utf-8").splitlines()]
    found = passed = wrong = labelled = 0
    with tempfile.TemporaryDirectory() as folder, Library.open(folder, progress=silent) as library:
        seed(library)
        for row in rows:
            hits = library.search(row["text"], 3)
            labelled += row["precedent"] is not None
            found += hits[0].id == row["precedent"]
            passed += hits[0].id == row["precedent"] and hits[0].precedent
            wrong += any(hit.precedent and hit.id != row["precedent"] for hit in hits)
    print(
        f"precedents: rank 1 {found} of {labelled}, called true {passed}; wrong ones called true {wrong} of {len(rows)}"
    )
    return not wrong


def main(names: Sequence[str] = ()) -> int:
    """Run what is named, or all; 1 when something is below what is due."""
    benches: dict[str, Callable[[], bool]] = {
        "duplicates": duplicates,
        "identifiers": identifiers,
        "precedents": precedents,
    }
    return 0 if all(benches[name]() for name in names or benches) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
