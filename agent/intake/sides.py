"""Which side speaks, by wording: people of the supplier's side and of the customer's side talk differently."""

from __future__ import annotations

import re

SUPPLIER = (
    r"\bour (?:developers?|engineer\w*|dev team|product team|R&D|help article|release notes)\b|\bthank(?:s|"
    r" you) for (?:reaching|reporting|contacting|your patience|getting in touch)|"
    r"\bI(?:'ve| have) (?:raised|escalated|taken (?:the|your) ticket|passed|forwarded)|\b(?:could|"
    r"can) you (?:please )?(?:send|share|attach|try|confirm|provide)\b|\bon your (?:tenant|workspace|account|"
    r"instance|side)\b|"
    r"\byour (?:tenant|workspace|account) (?:was|is|has)\b|\bwe(?:'re| are) (?:looking into|investigating|"
    r"working on)|\bI(?:'ll| will) (?:escalate|check with|keep you)|\bsee help article\b|"
    r"\bwir (?:prüfen|haben (?:das|es|ihr|den) .{0,40}(?:weitergeleitet|aufgenommen))|"
    r"\bvielen dank für ihre (?:anfrage|meldung|geduld)|\bunsere entwickl\w+|"
    r"\bnous (?:examinons|avons transmis)|\bmerci (?:de|pour) (?:votre (?:message|patience)|nous avoir)|"
    r"\bnuestro equipo\b|\bgracias por (?:contactar|escribir|su paciencia)|\bnossa equipe\b|"
    r"\bobrigad[oa] pel[oa] (?:contato|contacto|paciência)|"
    r"建单|已上报|在看日志|研发(?:在|同学|团队)|热修复|已回滚|辛苦(?:验证|再试)|麻烦(?:再试|提供|您)|已(?:上线|"
    r"升级|修复)|工单已|技术(?:在|同事)|お問い合わせ(?:いただき|ありがとう)|弊社|調査(?:中|いたします)|ご不便|"
    r"문의(?:해 ?주셔서)|확인해 ?드리"
)
CUSTOMER = (
    r"\byour (?:own )?(?:system|software|update|upgrade|people|support|app|release|side|product|platform|"
    r"integration|company|developers|engineers|service|guide|portal|tool|billing|invoice|engine|cloud)\b|"
    r"\bwe (?:need|can't|cannot|pay|are paying|still can't|expect|want)\b|\b(?:our|my) (?:customers|patients|staff|"
    r"drivers|warehouse|clinic|bookkeeper|auditors?|students|guests|tenants|accountant|shop|stores?|boss)\b|"
    r""
    r"\bstill (?:not|broken|down|waiting)\b|\bany (?:update|news|progress)\b|\bwhen will\b|\bplease fix\b|"
    r"\bwe(?:'ve| have) been (?:a customer|waiting)|"
    r"\b(?:ihre|eure|ihr) (?:software|system|app|support|update|kollegen|plattform|team)\b|\bwir (?:brauchen|"
    r"erwarten|können nicht|kündigen)|\bvotre (?:logiciel|équipe|support|système|plateforme|application)|"
    r"\bnous (?:avons besoin|ne pouvons)|"
    r"\bsu (?:sistema|equipo|software|plataforma)\b|\bnecesitamos\b|\b(?:seu|vosso) (?:sistema|software|suporte)\b|"
    r"\bprecisamos\b|\bil vostro\b|\bjullie (?:systeem|software|update)\b|"
    r"贵司|贵公司|你们|有进展吗|什么时候|给我们|我们(?:这边|仓|门店|老板|领导)|急[!!]|御社|貴社|いつ(?:まで|頃)|"
    r"困って|귀사|언제"
)
INSIDE = (
    r"\bthey(?:'re| are)? pay(?:ing)?\b|\bwhat do they pay\b|\bwas zahlen (?:die|sie)\b|"
    r"(?<!unsere )(?<!unseren )(?<!unserer )\bkunden?\b|\bcombien paient|\bcuánto pagan|\btheir (?:csm|ae|account|"
    r"finance|contract|renewal|tenant|workspace|it\b)|\bwho(?:'s| is) (?:their|the) (?:csm|ae|account)|"
    r"\bwhat they(?:'re| are) worth|\bthe customer\b|\bwho has the account\b|\baccount(?:'s| is) mine\b|"
    r"\bserved? notice\b|\btheir (?:head|ceo|cfo|coo|cto|fd|director|board)\b|\bmid-?market\b|\bis (?:the )?csm\b|"
    r"\bthey(?:'re| are) (?:paying|up for|"
    r"on)\b|\bchurn\b|\bARR\b|"
    r"\bder kunde\b|\bbeim kunden\b|\ble client\b|\bel cliente\b|\bo cliente\b|\bil cliente\b|\bde klant\b|"
    r"\bklient(?:a|em)?\b|\bkunden\b|客户(?:那边|说|在|的)|お客様(?:が|から|は)|顧客|고객(?:이|사)"
)
"""Wording of colleagues of the supplier who talk about a customer."""


def leaning(text: str) -> int:
    """Return how much a text sounds like the supplier (above zero) or the customer (below)."""
    part = text[:20_000]
    return count(SUPPLIER, part) - count(CUSTOMER, part)


def count(pattern: str, text: str) -> int:
    """Return how often a pattern of this module stands in a text (compiled when first used)."""
    return len(re.findall(pattern, text, re.IGNORECASE))


def speaks_inside(text: str) -> bool:
    """Whether a text is written to a colleague about a customer."""
    below = re.search(
        r"\b(?:see|thread|chain|mail|trail) below\b|\bfyi\b|\bforward(?:ing|ed)?\b|\b(?:siehe )?unten\b|"
        r"\bci-dessous\b|\bmás abajo\b|\blo de abajo\b|\babaixo\b|\bfrom the bottom\b|见下|転送|转发|轉發|"
        r"\bpaso el hilo\b|\breenv[ií]o\b|\bos paso\b|\btransfère\b|\bgiro la mail\b|\binoltro\b|\bencaminho\b|"
        r"\brepasso\b|"
        r"\bleite\b.{0,30}\bweiter\b|\bweitergeleitet\b|\bstuur\b.{0,20}\bdoor\b|\bprzekazuję\b|\bvidarebefordrar\b",
        text[:600],
        re.IGNORECASE,
    )
    return bool(below) or count(INSIDE, text[:4000]) > 0


OWN = (
    r"\b(?:the |that |this |their )?account(?:'s| is)? (?:is )?mine\b|\bI (?:own|have|look after|manage|run) "
    r"(?:the|that|this|"
    r"their) (?:account|relationship)\b|\bmy account\b.{0,20}\((?:AE|AM|CSM|TAM)\)|\b(?:I'm|I am|me) (?:the|their) "
    r"(?:CSM|AE|AM|TAM|SE|account (?:manager|exec\w*))\b|\b(?:they're|they are) (?:one of )?(?:mine|my accounts?)\b|"
    r"\b(?:support|CS|success|billing|platform|eng(?:ineering)?) here\b|\bder (?:account|kunde) (?:ist|gehört) mein|"
    r"\bich (?:betreue|bin) (?:den|der|die) (?:kunden|account|csm)|\bc'est (?:mon client|mon compte)|"
    r"\bes (?:mi cuenta|mi cliente)\b|\bla cuenta es mía|"
    r"(?:这|這)(?:是我的|个是我的|個是我的)(?:客户|客戶)|我(?:负责|負責)(?:这|這)(?:个|個)?(?:客户|客戶)|私の担当(?:です|顧客)|担当営業です"
)
"""Wording of somebody of the supplier who says that the account is theirs."""


def fresh(text: str) -> str:
    """Return a text without lines and passages that quote somebody else."""
    own = "\n".join(line for line in text.split("\n") if not line.lstrip().startswith(">"))
    return re.sub(r"[\"“„«「][^\"“”„»」\n]{12,600}[\"”“»」]", " ", own)
