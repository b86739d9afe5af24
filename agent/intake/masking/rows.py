"""A person's row pasted as a sample: where an identifier or a birth date stands beside a name, the name goes as well.

Columns are known by their header where one was pasted, else by what the cells hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from agent.intake.masking.labelled import DATE
from agent.intake.masking.scan import WALL, Hit, pattern, terms
from agent.intake.masking.values import is_dummy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.intake.masking.scan import Kind, Scan

IDENTITY = frozenset({"NATIONAL_ID", "CARD", "IBAN", "PASSPORT", "DRIVING_LICENCE"})
_LINE_MAXIMUM = 4000
_CELLS_LEAST = 3
_CELLS_MOST = 80
_NAME_CELLS = 3
_COMMA_WORDS = 4
_BORN = (1900, 2006)
_BORN_BESIDE_ID = (1900, 2025)
_CELL = (
    r"""[ \t>{}\[\]("'“”]{0,6}(?:["']?(?P<label>[^\W\d][\w .'/-]{0,30}?)["']?[ ]?[:=][ ]?["'“]?)?"""
    r"""(?P<value>.*?)["'“”)}\]\r.! \t]{0,6}"""
)
_NAME_REST = r"[^\W\d_'’.-]{0,40}(?:['’-][^\W\d_]{1,40}){0,4}\.?"
_NAME_WORD = r"[^\W\d_]" + _NAME_REST
_TRAILING_NAME = rf"(?:.*[ :])((?:[A-Z]{_NAME_REST}[ ]?){{1,3}})"
_PARTICLES = frozenset(
    terms("""
    de da di do dos das del della van von der den ter bin ibn al el la le ní ó mac san y e zu zur af
""")
)
_NOT_NAMES = frozenset(
    terms("""
    hi hello dear hallo bonjour hola active inactive open closed pending new yes no true false gold silver basic
    premium enterprise male female m f employee customer manager single married total sum example sample row
    standard family plan status none null usd eur gbp activo aktiv actif regards thanks best approved rejected
    declined paid failed full part visa mastercard amex
""")
)
_NAME_HEADER = (
    r"(?:(?:first|last|given|family|full|middle|sur|customer|employee|patient|member|holder|card ?holder)[ _-]?name"
    r"|name|surname|forename|vorname|nachname|prénom|prenom|nom|nombre|apellidos?|nome|cognome|sobrenome|naam"
    r"|achternaam|voornaam|namn|navn|imię|nazwisko|имя|фамилия|фио|姓名|名字|姓|名|氏名|名前|이름|성명|cardholder)"
)
_BIRTH_HEADER = (
    r"(?:dob|d\.o\.b\.?|date[ _]of[ _]birth|birth[ _]?date|birthday|born|geburtsdatum|geb\.?|date de naissance"
    r"|fecha(?: de)? nacimiento|data di nascita|data de nascimento|geboortedatum|födelsedatum|出生日期|生日"
    r"|生年月日|생년월일|дата рождения)"
)
_ID_HEADER = (
    r"(?:ssn|social[ _]security(?:[ _](?:number|no))?|national[ _]?id|tax[ _]?id|nino|ni[ _](?:number|no)"
    r"|nhs[ _](?:number|no)|steuer-?id|bsn|cpf|dni|nie|nif|nir|pesel|personnummer|fødselsnummer|aadhaar|sin"
    r"|tfn|codice fiscale|身份证号?码?|주민등록번호|id[ _]number|passport(?:[ _](?:number|no))?)"
)
_LOGIN_HEADER = (
    r"(?:password|passwd|pass|pwd|pw|passwort|kennwort|mot de passe|contraseña|senha|wachtwoord|hasło|пароль"
    r"|密码|パスワード|비밀번호)"
)
_HEADERS: tuple[tuple[Kind, str], ...] = (
    ("PERSON_RECORD", _NAME_HEADER),
    ("BIRTH_DATE", _BIRTH_HEADER),
    ("NATIONAL_ID", _ID_HEADER),
    ("CARD", r"(?:card[ _]?(?:number|no|num)?|pan|cc(?:[ _]?num(?:ber)?)?|kartennummer|卡号)"),
    ("CVV", r"(?:cvv2?|cvc2?)"),
    ("PASSWORD", _LOGIN_HEADER),
    ("API_KEY", r"(?:api[ _-]?key|secret|secret[ _]key|access[ _]key|client[ _]secret|key[ _]secret)"),
    ("TOKEN", r"(?:token|access[ _]token|api[ _]token)"),
    ("PIN", r"(?:pin)"),
)
_HEADER_MAXIMUM = 40
_PERSONAL_HEADERS = frozenset({"BIRTH_DATE", "NATIONAL_ID", "CARD"})


class Cell(NamedTuple):
    """The value of one cell at its place, with its label where it has one of its own (`dob=...`)."""

    start: int
    end: int
    value: str
    label: str
    raw_end: int


def find(scan: Scan, hits: Sequence[Hit]) -> Iterator[Hit]:
    """Yield the personal cells of rows that hold an identifier among `hits`, a birth date, or a header's columns."""
    plain = scan.plain
    columns: dict[int, Kind] = {}
    shape = ("", 0)
    fresh = headed = False
    order = sorted((hit for hit in hits if hit.kind in IDENTITY or hit.kind == "BIRTH_DATE"), key=lambda hit: hit.start)
    at = 0
    index = 0
    while at < len(plain):
        end = plain.find("\n", at)
        end = len(plain) if end < 0 else end
        while index < len(order) and order[index].start < at:
            index += 1
        inside: list[Hit] = []
        while index < len(order) and order[index].start < end:
            inside.append(order[index])
            index += 1
        delimiter, cells = _cells(plain, at, end)
        if cells:
            if shape != (delimiter, len(cells)):
                columns, shape, fresh, headed = {}, (delimiter, len(cells)), True, False
            header = {} if inside else _header(cells)
            if header or (fresh and not any(char.isdigit() for cell in cells for char in cell.value)):
                columns, headed = header, True
            else:
                yield from _row(cells, inside, columns, delimiter, guess=not headed)
            fresh = False
        elif plain[at:end].strip():
            columns, shape = {}, ("", 0)
        at = end + 1


def _cells(plain: str, start: int, end: int) -> tuple[str, list[Cell]]:
    if not _CELLS_LEAST <= end - start <= _LINE_MAXIMUM:
        return "", []
    values = pattern(r"(?i)\bvalues\s{0,4}\(").search(plain, start, end)
    start = values.end() if values else start
    line = plain[start:end]
    for delimiter in (";", "\t", "|", ","):
        if _CELLS_LEAST - 1 <= line.count(delimiter) < _CELLS_MOST:
            cells = [cell for cell in _split(line, delimiter, start) if cell.value or delimiter != "|"]
            rule = all(set(cell.value) <= set("-: ") for cell in cells)
            wordy = delimiter == "," and any(
                len(pattern(r"[^\W\d_]+").findall(cell.value)) > _COMMA_WORDS for cell in cells
            )
            if len(cells) >= _CELLS_LEAST and not rule and not wordy:
                return delimiter, cells
    return "", []


def _split(line: str, delimiter: str, base: int) -> Iterator[Cell]:
    at = 0
    for part in line.split(delimiter):
        found = pattern(_CELL).fullmatch(part) or pattern(r"\s*(?P<label>)(?P<value>.*?)\s*").fullmatch(part)
        if found:
            start = base + at + found.start("value")
            yield Cell(
                start,
                start + len(found["value"]),
                found["value"],
                (found["label"] or "").strip().casefold(),
                base + at + len(part),
            )
        at += len(part) + len(delimiter)


def _header(cells: Sequence[Cell]) -> dict[int, Kind]:
    """Return which columns a header names; empty where the line is none or names nothing personal beside a name."""
    kinds: dict[int, Kind] = {}
    for index, cell in enumerate(cells):
        for kind, source in _HEADERS:
            if (
                not cell.label
                and len(cell.value) <= _HEADER_MAXIMUM
                and pattern(source).fullmatch(cell.value.casefold().strip("*_ "))
            ):
                kinds[index] = kind
                break
    if not _PERSONAL_HEADERS & set(kinds.values()):
        kinds = {index: kind for index, kind in kinds.items() if kind != "PERSON_RECORD"}
    return kinds


def _row(
    cells: Sequence[Cell], inside: Sequence[Hit], columns: dict[int, Kind], delimiter: str, *, guess: bool
) -> Iterator[Hit]:
    identified = [cell for cell in cells if any(_is_cell(hit, cell) and hit.kind in IDENTITY for hit in inside)]
    born = [
        cell
        for cell in cells
        if is_birth(cell.value, _BORN) or any(_is_cell(hit, cell) and hit.kind == "BIRTH_DATE" for hit in inside)
    ]
    labelled = {index: _label_kind(cell.label) for index, cell in enumerate(cells) if cell.label}
    named = [cell for index, cell in enumerate(cells) if (columns.get(index) or labelled.get(index)) == "PERSON_RECORD"]
    personal = bool(identified) or (bool(born) and (bool(named) or guess))
    for index, cell in enumerate(cells):
        kind = columns.get(index)
        if kind and cell.value and (kind != "PERSON_RECORD" or personal) and not is_dummy(cell.value):
            yield Hit(kind, cell.start, cell.end)
    if not personal:
        return
    names = (
        named
        or _names(cells, delimiter, strict=not identified)
        or (_uncapitalised(cells) if identified and delimiter != "," else [])
    )
    if not names:
        return
    for cell in names:
        yield Hit("PERSON_RECORD", cell.start, cell.end)
    for cell in cells:
        if is_birth(cell.value, _BORN_BESIDE_ID if identified else _BORN):
            yield Hit("BIRTH_DATE", cell.start, cell.end)
        elif identified and pattern(r"[^\s@]+@[^\s@]+\.\w{2,}").fullmatch(cell.value):
            yield Hit("PERSON_RECORD", cell.start, cell.end)


def _is_cell(hit: Hit, cell: Cell) -> bool:
    """Whether the hit fills the cell, or all of it but a label."""
    return cell.start <= hit.end and hit.start >= cell.start - 1 and hit.end >= cell.end - 1 and hit.end <= cell.raw_end


def _label_kind(label: str) -> Kind | None:
    return next((kind for kind, source in _HEADERS if pattern(source).fullmatch(label)), None)


def is_birth(value: str, years: tuple[int, int]) -> bool:
    """Whether the cell is a date, alone, in a year in which somebody may have been born."""
    if not pattern(DATE).fullmatch(value):
        return False
    year = pattern(r"(?:19|20)\d{2}").search(value) if not value.isdigit() else pattern(r"(?:19|20)\d{2}").match(value)
    return year is not None and years[0] <= int(year[0]) <= years[1]


def _names(cells: Sequence[Cell], delimiter: str, *, strict: bool) -> list[Cell]:
    """Return the first run of cells that read as a person's name; `strict` asks for two words at least."""
    run: list[Cell] = []
    for index, cell in enumerate(cells):
        name = _name(cell, first=index == 0 and delimiter != ",")
        if name:
            run.append(name)
        elif run:
            break
        if len(run) == _NAME_CELLS:
            break
    words = sum(len(cell.value.split()) for cell in run)
    if strict and words < 2 and not any(ord(char) > 0x2E80 for cell in run for char in cell.value):  # noqa: PLR2004
        return []
    return run


def _uncapitalised(cells: Sequence[Cell]) -> list[Cell]:
    """Return a name typed in small letters, in the first cells of a row that holds an identifier."""
    run = [
        cell
        for cell in cells[:_NAME_CELLS]
        if pattern(r"[^\W\d_]{2,20}(?:[ -][^\W\d_]{2,20}){0,2}").fullmatch(cell.value)
    ]
    return [cell for cell in run if not any(word.casefold() in _NOT_NAMES for word in cell.value.split())]


def _name(cell: Cell, *, first: bool) -> Cell | None:
    value = cell.value
    if WALL in value or not value:
        return None
    words = value.split(" ")
    if len(words) <= _COMMA_WORDS and all(pattern(_NAME_WORD).fullmatch(word) for word in words):
        capital = all(word[0] != word[0].lower() or word in _PARTICLES or word[0] == word[0].upper() for word in words)
        common = any(word.casefold() in _NOT_NAMES for word in words)
        if capital and not common:
            return cell
    tail = pattern(_TRAILING_NAME).fullmatch(value) if first and len(value) <= 200 else None  # noqa: PLR2004
    if tail and tail[1].casefold().strip() not in _NOT_NAMES:
        return cell._replace(start=cell.start + tail.start(1), value=tail[1])
    return None
