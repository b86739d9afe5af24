"""One case in, its case file out: runs in worker processes."""

from __future__ import annotations

import csv
import hashlib
import traceback
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.desk import Desk
    from evals.gold import Crm, Sample


@dataclass(frozen=True)
class How:
    """Which product drafts: what the command line offers for a draft."""

    engine: str = "rules"
    model: str | None = None
    policy: Path | None = None
    library: str | None = None
    prompts: str = ""
    crm: bool = False

    def key(self, sample: Sample) -> str:
        """Return the digest of everything that a draft of the case depends on, the product's own files included."""
        held = hashlib.sha256(repr(self).encode())
        for part in (_product(), sample.ticket.read_bytes(), sample.gold.model_dump_json(include={"as_of", "crm"})):
            held.update(part if isinstance(part, bytes) else part.encode())
        if self.policy:
            held.update(self.policy.read_bytes())
        return held.hexdigest()


@cache
def _product() -> str:
    """Return a digest of the product's code, phrases, prompts and policy."""
    held = hashlib.sha256()
    for package in ("agent", "knowledge", "prompts"):
        root = Path(str(resources.files(package)))
        for file in sorted(_sources(root)):
            held.update(str(file.relative_to(root)).encode())
            held.update(file.read_bytes())
    return held.hexdigest()


def _sources(root: Path) -> Iterator[Path]:
    for file in root.rglob("*"):
        if file.suffix in {".py", ".txt", ".yaml", ".yml", ".json", ".md"} and "__pycache__" not in file.parts:
            yield file


@dataclass(frozen=True)
class Job:
    """A case to draft, and where its files go."""

    sample: Sample
    how: How
    folder: Path


@cache
def _desk(how: How) -> Desk:
    from agent import settings, wiring  # noqa: PLC0415 - heavy

    return wiring.desk(
        settings.load(), engine=how.engine, policy=how.policy, library=how.library, model=how.model, keep_library=True
    )


def draft(job: Job) -> str | None:
    """Draft the case and keep it as `draft.json`; return why it could not be drafted, null where it was."""
    from agent import intake  # noqa: PLC0415 - heavy
    from agent.accounts import AccountBook  # noqa: PLC0415 - as above
    from agent.errors import EscalateError  # noqa: PLC0415 - as above
    from agent.store import write_whole  # noqa: PLC0415 - as above

    gold = job.sample.gold
    try:
        ticket = intake.read_file(job.sample.ticket, as_of=gold.as_of)
        book = None
        if job.how.crm and gold.crm:
            book = AccountBook.read(_export(job.folder / "accounts.csv", gold.crm, gold.facts.account_name))
        case = _desk(job.how).draft(ticket, as_of=gold.as_of, accounts=book)
    except EscalateError as error:
        return f"{error.message} {error.fix}"
    except Exception:  # noqa: BLE001 - a crash is a result of the evaluation: the case is shown as failed, with its trace
        return traceback.format_exc()
    write_whole(job.folder / "draft.json", case.model_dump_json(indent=1).encode())
    (job.folder / "draft.key").write_text(job.how.key(job.sample), "utf-8")
    return None


def _export(file: Path, crm: Crm, name: str | None) -> Path:
    """Write the account's row as a CRM export."""
    row = {"account_name": name, **crm.model_dump(exclude_none=True)}
    if crm.arr:
        row["arr"] = f"{crm.arr.currency} {crm.arr.amount:g}"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(row)
        writer.writerow(row.values())
    return file
