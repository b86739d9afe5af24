"""Panels of a screen: labels and values side by side in columns, with and without colons."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from agent.intake.phrases import Phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

Cell = tuple[int, str]
"""The column at which a piece of a line begins, and the piece."""
Pair = tuple[Cell, Cell]

_CELL = re.compile(r"\s+(?=[【［])|\s{2,}|\t|\s*[|│┃║｜]\s*|\s+[·•]\s+|\s+::\s+")
_TOLD = re.compile(r"^(?P<label>[^\W\d][^\d€$£¥₩:：]{2,28}?)\s+(?P<value>(?:[A-Z]{2,3}\s?)?[€$£¥₩]?\s?\d.*)$")
_ANOTHER = re.compile(r"[€$£¥₩]|\b[A-Z]{3}\s?\d|\d{4}")
"""In a row that no known label opens: a figure may be another ticket's."""
_LABEL_WORDS = 3
_FEWEST = 2
COLUMN_LABEL = Phrases(
    "company|organisation|organization|account|customer|client|contact|requester|csm|success manager|success mgr|"
    "success|plan|segment|tier|fee|arr|mrr|contract|contract end|term|term end|ends|expires|renewal|renews|"
    "renewal date|owner|account owner|account manager|account executive|account exec|rep|sales rep|sales|"
    "firma|kunde|unternehmen|kontakt|ansprechpartner|tarif|segment|vertrag|laufzeit|vertragsende|verlängerung|vertrieb|"
    "société|client|compte|interlocuteur|formule|redevance|abonnement|contrat|échéance|renouvellement|commercial|"
    "empresa|cliente|cuenta|contacto|segmento|cuota|contrato|vencimiento|renovación|comercial|ejecutivo|"
    "azienda|contatto|referente|piano|canone|fascia|contratto|scadenza|rinnovo|commerciale|"
    "conta|contato|contacto|plano|mensalidade|vencimento|renovação|comercial|"
    "bedrijf|klant|contactpersoon|pakket|tarief|contract|einddatum|verlenging|verkoop|"
    "klient|kontakt|opiekun|opłata|umowa|koniec umowy|odnowienie|handlowiec|organizacja|zgłaszający|firma|segment|"
    "företag|kund|avtal|avgift|förnyelse|säljare|virksomhet|kunde|avtale|fornyelse|selger|aftale|sælger|"
    "会社名|会社|企業名|お客様名|顧客名|区分|契約区分|プラン|ご利用料金|利用料金|月額|年額|契約期間|契約満了|契約満了日|更新日|"
    "担当営業|営業担当|連絡元|連絡先|ご担当者|公司|公司名称|客户|客户名称|联系人|套餐|版本|等级|客户等级|年费|月费|合同到期|到期日|"
    "续约日期|客户经理|销售|客户成功|公司名稱|客戶|客戶名稱|聯絡人|方案|合約到期|續約日|業務|회사|회사명|고객사|담당자|요금제|등급|월요금|"
    "계약 종료|갱신일|영업 담당"
)
"""Labels that stand in columns without a colon."""


def cells_of(line: str) -> Iterator[Cell]:
    """Yield the cells of a line, each with the column at which it begins."""
    at = 0
    for m in _CELL.finditer(line):
        if line[at : m.start()].strip():
            yield at + len(line[at : m.start()]) - len(line[at : m.start()].lstrip()), line[at : m.start()].strip()
        at = m.end()
    if line[at:].strip():
        yield at + len(line[at:]) - len(line[at:].lstrip()), line[at:].strip()


def told_in(cell: str) -> tuple[str, str] | None:
    """Part a cell that carries its own label in front of a figure or a day: "Ends 31/03/2028"."""
    told = _TOLD.match(cell)
    if told is None:
        return None
    label = told["label"]
    own = COLUMN_LABEL.whole(label) or COLUMN_LABEL.whole(label.split()[-1])
    return (label, told["value"]) if own else None


@dataclass(frozen=True)
class _Block:
    """Lines under each other: where labels begin, where values do and under which label, and the last label there."""

    labels: frozenset[int] = frozenset()
    values: dict[int, int] = field(default_factory=dict)
    above: dict[int, str] = field(default_factory=dict)


class Panel:
    """The columns of a screen, block by block: which of them hold labels, which values."""

    def __init__(self, screen: str) -> None:
        """Find the columns."""
        self._blocks: dict[int, _Block] = {}
        lines: list[tuple[int, list[Cell]]] = []
        for index, line in enumerate([*screen.split("\n"), ""]):
            cells = list(cells_of(line))
            if len(cells) >= _FEWEST:
                lines.append((index, cells))
            else:
                self._learn(lines)
                lines = []

    def _learn(self, lines: list[tuple[int, list[Cell]]]) -> None:
        starts = Counter(start for _, cells in lines for start, _ in cells)
        known = {a for _, cells in lines for (a, text), _ in pairwise(cells) if COLUMN_LABEL.whole(text)}
        labels = frozenset(c for c in known if starts[c] >= _FEWEST)
        values = {b: a for _, cells in lines for (a, _), (b, _) in pairwise(cells) if a in labels}
        self._blocks.update(dict.fromkeys((index for index, _ in lines), _Block(labels, values)))

    def pairs(self, index: int, cells: list[Cell]) -> Iterator[Pair]:
        """Yield label and value of a line "Company   NAME      Plan   Enterprise".

        A value under another one, with nothing at its label's place, has the label of that one.
        """
        block = self._blocks.get(index, _Block())
        if not cells or not (COLUMN_LABEL.whole(cells[0][1]) or cells[0][0] in {*block.labels, *block.values}):
            return
        taken = -1
        for (start, text), behind in zip_longest(cells, cells[1:]):
            if start == taken:
                continue
            if behind and _is_pair(start, text, behind[1], block):
                taken = behind[0]
                block.above[start] = text
                yield (start, text), behind
            elif start in block.values and block.values[start] in block.above and not COLUMN_LABEL.whole(text):
                yield (-1, block.above[block.values[start]]), (start, text)


def _is_pair(start: int, text: str, value: str, block: _Block) -> bool:
    if COLUMN_LABEL.whole(value):
        return False
    plain = len(text.split()) <= _LABEL_WORDS and not re.search(r"[\d:：]", text)
    return COLUMN_LABEL.whole(text) or (start in block.labels and plain and not _ANOTHER.search(value))
