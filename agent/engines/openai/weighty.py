"""Words that weigh: what is offered, and what is threatened or lost. Prose may use one only where its evidence does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.signals import SignalName

_OFFERS: tuple[tuple[str, str], ...] = (  # what is said in our languages, and how it is heard in any
    (
        r"money back",
        r"refund|reimburs|\bback\b|return|recall|repa[iy]|zurück|erstatt|rembours|devol|terug|åter|退|返|환불",
    ),
    (
        r"refund\w*|reimburs\w*|退款|退还",
        r"refund|reimburs|money back|erstatt|rückzahl|rembours|reembols|devol|rimbors|terugbet|återbet|退款|返金|환불",
    ),
    (
        r"credit\w*|goodwill|voucher\w*|抵扣|代金券",
        r"credit|gutschrift|kulanz|avoir|crédit|abono|crédito|accredit|tegoed|kredit|抵扣|代金券|クレジット|크레딧",
    ),
    (
        r"discount\w*|price (?:cut|reduction)s?|rebate\w*|折扣|降价|减免",
        r"discount|rebate|reduc|rabat|nachlass|remise|descuento|rebaja|desconto|sconto|korting|折扣|降价|减免|割引|할인",
    ),
    (
        r"compensat\w*|damages|赔偿|补偿",
        r"compens|damages|entschädig|schadens?ersatz|indemn|dédommag|risarc|schadeverg|ersättning|赔偿|补偿|補償|보상",
    ),
    (
        r"waiv\w+|free of charge|at no (?:cost|charge)|免费",
        r"waiv|free|no cost|no charge|kostenlos|gratis|gratuit|erlass|免费|减免|免除|豁免|無料|免除|무료|면제",
    ),
    (r"guarantee\w*|保证", r"guarant|garant|保证|保証|보장"),
)  # fmt: skip
_OTHERS = (
    r"competit|vendor|supplier|provider|alternativ|anbieter|wettbewerb|concurren|fournisseur|proveedor|fornec|"
    r"fornit|leverancier|leverantör|leverandør|dostaw|konkur|竞|供应商|厂商|他社|競合|業者|경쟁|업체"
)
_GRAVE: tuple[tuple[str, str, frozenset[SignalName]], ...] = (
    (
        r"lawyers?|attorneys?|lawsuit|sue[ds]?|court|legal (?:action|steps|threat)|litigation|regulators?|律师|法院",
        r"lawyer|attorney|lawsuit|\bsu(?:e|ing)\b|court|legal|litig|regulat|律师|起诉|法院",
        frozenset({"legal_threat", "legal_matter"}),
    ),
    (
        r"the press|newspapers?|journalists?|the media|媒体|记者",
        r"press|newspaper|journalist|media|媒体|记者",
        frozenset({"press_threat"}),
    ),
    (
        r"terminat\w+|cancel(?:s|led|lation)?|notice period|given notice|churn\w*|leaving|解约|终止合同",
        r"terminat|cancel|notice|churn|leav|解约|终止|流失",
        frozenset({"notice_given", "churn_discussed", "seeking_exit"}),
    ),
    (
        r"competitors?|(?:an)?other (?:vendor|supplier|provider)s?|竞争对手|竞品",
        _OTHERS,
        frozenset(),
    ),
    (
        r"breach(?:ed)?|leak\w*|stolen|hacked|data loss|corrupt\w*|泄露|数据丢失|被盗",
        r"breach|leak|stolen|hack|loss|corrupt|泄露|丢失|被盗",
        frozenset({"data_at_risk", "security_incident", "sla_breached"}),
    ),
)  # fmt: skip
_ASKED = re.compile(
    r"(?<!\w)(?:ask(?:s|ed|ing)?|wants?|wanted|demand(?:s|ed)?|request(?:s|ed)?|requires?|expects?|insists?|"
    r"decide[sd]? (?:also )?(?:on|about|what|whether|how)|decisions? (?:on|about)|whether|can be granted)(?!\w)|"
    r"要求|希望|请求|诉求|决定|是否",
    re.IGNORECASE,
)
_GRANTS = re.compile(
    r"(?<!\w)(?:we|i|our side|finance|management|leadership|the (?:vendor|company|csm|team))(?: [\w']+){0,3} "
    r"(?:refund|credit|waive|reimburse|compensate|discount|grant|offer|give|pay|guarantee)\w*|"
    r"(?<!\w)(?:is|are|was|were|gets?|been|will be|shall be)(?! to)(?: \w+){0,2} "
    r"(?:refunded|credited|waived|reimbursed|compensated|discounted|guaranteed|granted|approved|agreed)(?!\w)|"
    r"(?<!\w)(?:decided|agreed|willing|ready|happy) to(?!\w)|同意|承诺|答应|(?:将|会|已经?)(?:退|减|免|赔|补|批)",
    re.IGNORECASE,
)
_DONE = r"(?:refunded|credited|waived|reimbursed|compensated|discounted|guaranteed|granted|approved)"
_GIVEN = re.compile(
    rf"(?<!\w)(?:is|are|was|were|gets?|(?:has|have) been|will be|shall be)(?! to)(?: \w+){{0,2}} {_DONE}(?!\w)",
    re.IGNORECASE,
)
_GAVE = re.compile(rf"(?<!\w)(?:we|i|i've|we've|finance)(?: have| has)?(?: \w+){{0,2}} {_DONE}(?!\w)", re.IGNORECASE)


def names_an_ask(before: str, clause: str) -> bool:
    """Whether a clause names what is asked for or is to be decided, by the words before it, and grants nothing."""
    return bool(_ASKED.search(before + clause)) and not grants(clause)


def strange_grant(clause: str, evidence: str) -> str | None:
    """Return the words of a clause that say something is given or granted, where the evidence says no such thing."""
    match = _GIVEN.search(clause)
    return match.group() if match and not _GIVEN.search(evidence) and not _GAVE.search(evidence) else None


def grants(clause: str) -> bool:
    """Whether a clause says that our side gives what it speaks of."""
    return bool(_GRANTS.search(clause))


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{words})(?![a-z])", re.IGNORECASE)


def strange_offer(text: str, evidence: str) -> str | None:
    """Return the word of the text that offers something of which the evidence, in any language, does not speak."""
    for said, heard in _OFFERS:
        match = _whole(said).search(text)
        if match and not re.search(heard, evidence, re.IGNORECASE):
            return match.group()
    return None


def strange_threat(text: str, evidence: str, signals: frozenset[str]) -> str | None:
    """Return the word of the text that tells of a threat or damage that neither evidence nor signals show."""
    return next(_threats(text, evidence, signals), None)


def _threats(text: str, evidence: str, signals: frozenset[str]) -> Iterator[str]:
    for said, heard, names in _GRAVE:
        match = _whole(said).search(text)
        if match and not signals & names and not re.search(heard, evidence, re.IGNORECASE):
            yield match.group()
