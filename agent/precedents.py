"""The library of past escalations behind the Library port; its errors become ours in one place."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from pydantic import ValidationError

from agent.case import Case, Precedent
from agent.errors import LibraryUnusableError, PrecedentError
from knowledge.lookup import LookupLostError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from agent.facts import Facts
    from agent.ticket import Ticket
    from knowledge.library import Library, Record
    from knowledge.lookup import Lookup

_QUERY_CHARACTERS = 1500
_FROM_THREAD = 3


@contextmanager
def _translated() -> Iterator[None]:
    """Turn the library's errors into ours: a malformed record is the user's input, the rest is the library's state."""
    from knowledge.errors import LibraryError, RecordError  # noqa: PLC0415 - start-up

    try:
        yield
    except RecordError as error:
        raise PrecedentError(error.message, error.fix) from error
    except LibraryError as error:
        raise LibraryUnusableError(error.message, error.fix) from error


@contextmanager
def _opened(place: str) -> Iterator[Library]:
    from knowledge.library import Library, seed  # noqa: PLC0415 - start-up

    with _translated(), Library.open(place) as library:
        seed(library)
        yield library


class Precedents:
    """True precedents from the library at a folder or URL."""

    def __init__(self, place: str, *, lookup: Lookup | None = None, keep: bool = False) -> None:
        """Keep the place; it is opened for a search. A `lookup` that was started early answers the first one.

        `keep` leaves it open from the first search on: for a process that drafts many tickets.
        """
        self.place = place
        self._lookup = lookup
        self._keep = keep
        self._held: Library | None = None
        self._lock = Lock()

    def similar(self, ticket: Ticket, *, facts: Facts, as_of: date, k: int = 3) -> Callable[[], tuple[Precedent, ...]]:
        """Return what gives at most `k` true precedents: never this thread or a later one, no other customer's name."""
        query = _query(ticket, facts)
        own = frozenset(i for i in (ticket.id, ticket.case_id) if i)
        return partial(self._found, query, own, as_of, k) if query else tuple

    def _found(self, query: str, own: frozenset[str], as_of: date, k: int) -> tuple[Precedent, ...]:
        from knowledge.records import Exclude  # noqa: PLC0415 - start-up

        exclude = Exclude(threads=own, closed_after=as_of)
        lookup, self._lookup = self._lookup, None
        hits = None
        if lookup:
            with _translated(), suppress(LookupLostError):
                hits = lookup.precedents(query, k, exclude)
        if hits is None and self._keep:
            with _translated():
                hits = self._open_library().precedents(query, k, exclude=exclude)
        elif hits is None:
            with _opened(self.place) as library:
                hits = library.precedents(query, k, exclude=exclude)
        return tuple(
            Precedent(
                id=hit.id, score=round(hit.score, 3), title=hit.title or hit.problem[:80], why=hit.why,
                outcome=". ".join(part.rstrip(".") for part in (hit.resolution, hit.outcome) if part) or "not recorded",
            )
            for hit in hits
        )  # fmt: skip

    def _open_library(self) -> Library:
        from knowledge.library import Library, seed  # noqa: PLC0415 - start-up

        with self._lock:
            if self._held is None:
                self._held = Library.open(self.place)
                seed(self._held)
            return self._held


def _query(ticket: Ticket, facts: Facts) -> str:
    """What the ticket is about, in its own words: subject, what happened, the cause."""
    parts = [ticket.subject or "", facts.nature.value or "", facts.root_cause.value or ""]
    if not facts.nature.value:
        parts += [m.text for m in ticket.messages if m.role == "customer"][:_FROM_THREAD]
    return "\n".join(p for p in parts if p)[:_QUERY_CHARACTERS]


def read_records(file: Path) -> list[Record]:
    """Return the records of a JSONL file, or the one of a closed case's JSON. Secrets in them are masked."""
    from knowledge.library import Record  # noqa: PLC0415 - start-up
    from knowledge.library import read_records as read_lines  # noqa: PLC0415 - start-up

    if not file.is_file():
        message = f"{file} is not a file."
        raise PrecedentError(message, "Name JSONL files of past escalations, or cases kept as JSON.")
    if file.suffix == ".json":
        try:
            return [Record.model_validate(_masked(_of_case(Case.model_validate_json(file.read_bytes()))))]
        except ValidationError as error:
            message = f"{file} is not a case of this version."
            raise PrecedentError(message, "Name a case's JSON, or a .jsonl file with one record a line.") from error
    with _translated():
        return [Record.model_validate(_masked(r.model_dump(mode="json"))) for r in read_lines(file)]


def _masked(record: dict[str, object]) -> dict[str, object]:
    from agent.intake.masking import mask  # noqa: PLC0415 - start-up

    return {key: mask(value).text if isinstance(value, str) else value for key, value in record.items()}


def _of_case(case: Case) -> dict[str, object]:
    facts = case.facts
    done = "; ".join(a.action for a in facts.actions_taken.value or ())
    return {
        "id": case.case_id,
        "title": case.ticket.subject or (facts.nature.value or case.case_id)[:80],
        "problem": facts.nature.value or "",
        "cause": facts.root_cause.value,
        "resolution": done or None,
        "account": facts.account_name.value,
        "closed_on": case.as_of,
        "type": case.assessment.type.value,
        "level": case.assessment.level.value,
        "severity": case.assessment.severity.value,
        "threads": [i for i in (case.ticket.id, case.case_id) if i],
    }


def learn(place: str, records: Iterable[Record]) -> int:
    """Put records into the library at the place; return how many it then holds."""
    with _opened(place) as library:
        library.add(list(records))
        return len(library)


def count(place: str) -> int:
    """Return how many records the library holds."""
    with _opened(place) as library:
        return len(library)
