"""Cases kept: one JSON file each, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from agent.case import Case
from agent.errors import CaseNotFoundError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable


class CaseStore:
    """A folder of cases."""

    def __init__(self, folder: Path) -> None:
        """Keep the folder's path; it is made when the first case is kept."""
        self.folder = folder

    def keep(self, case: Case) -> Path:
        """Write the case and return its file; where that fails it is a StoreError and nothing is half written."""
        target = self.folder / f"{case.case_id}.json"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_whole(target, case.model_dump_json(indent=1).encode())
        except OSError as error:
            message = f"The case could not be kept in {self.folder}: {error.strerror or error}."
            raise StoreError(message, "Set ESCALATE_HOME to a folder of yours with space left.") from error
        return target

    def get(self, name: str) -> Case:
        """Return the case of an id, or of a JSON file's path."""
        file = Path(name) if name.endswith(".json") else self.folder / f"{name}.json"
        if not file.is_file():
            message = f"There is no case {name!r} in {self.folder}."
            raise CaseNotFoundError(message, "Draft the ticket first: escalate draft FILE. It prints the case id.")
        try:
            return Case.model_validate_json(file.read_bytes())
        except (ValidationError, ValueError) as error:
            message = f"{file} is not a case of this version."
            raise CaseNotFoundError(message, "Draft the ticket again: escalate draft FILE.") from error


def write_whole(target: Path, data: bytes) -> None:
    """Write a file so that after a crash there is the old one or the new one, never a part."""
    write_parts(target, (data,))


def write_parts(target: Path, parts: Iterable[bytes]) -> None:
    """Write a file piece by piece, as safely: its length takes no memory."""
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(parts)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
