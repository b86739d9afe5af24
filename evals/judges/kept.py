"""What a model answered, kept in a folder by its request: a run that is killed, or made again, asks nothing twice."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from agent.engines.openai.wire import Reply
from agent.store import write_whole

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class KeptAnswers:
    """The answers in a folder, one file each. An answer that could not be used is not kept, so it is asked again."""

    folder: Path

    def answer_of(self, request: str) -> Reply | None:
        """Return the reply to a request, null where none is kept."""
        file = self.folder / f"{request}.json"
        return Reply(**json.loads(file.read_bytes())) if file.is_file() else None

    def keep_answer(self, request: str, reply: Reply, dollars: float, *, usable: bool) -> None:
        """Keep a reply that can be used."""
        del dollars
        if usable:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_whole(self.folder / f"{request}.json", json.dumps(asdict(reply), ensure_ascii=False).encode())
