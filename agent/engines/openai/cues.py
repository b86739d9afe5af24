"""Cheap signs, in many languages, that a message tells something a case may rest on: what is never left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.ticket import Message

_ROOTS = (
    # corrections
    "correct|wrong|mistake|actually|instead|scrap|withdraw|retract|update:|falsch|korrektur|"
    "berichtig|irrtum|doch nicht|"
    "erreur|rectif|en fait|corrig|errat|sbagli|fout|fel\\b|rettelse|更正|纠正|不对|其实|訂正|誤り|실은|정정|"
    # asks and deadlines
    "please|need|want|expect|demand|ask|request|deadline|until|by (?:mon|tue|wed|thu|fri|end|eod)|"
    "bitte|verlang|forder|"
    "frist|bis (?:zum|ende)|erwart|demand|exig|avant le|délai|souhait|piden?\\b|solicit|plazo|"
    "antes del|prazo|chied|entro|"
    "vraag|eis|uiterlijk|kräv|senest|要求|请|希望|必须|截止|之前|お願い|まで|要望|요청|까지|"
    # contract, money, leaving, threats
    "renew|contract|terminat|cancel|notice|expire|price|fee|invoice|refund|credit|discount|"
    "competitor|alternative|leave|"
    "switch|lawyer|legal|court|regulator|press|journalist|public|review|vertrag|kündig|verläng|"
    "preis|rechnung|gutschrift|"
    "anwalt|gericht|presse|wechsel|contrat|résili|renouvel|facture|avoir|avocat|tribunal|contrato|"
    "rescind|renov|factura|"
    "abogad|contratt|disdett|avvocat|opzeg|advocaat|uppsäg|opsig|合同|续约|解约|终止|价格|发票|退款|律师|法院|媒体|投诉|"
    "契約|解約|更新|請求|弁護士|계약|해지|갱신|환불|변호사|"
    # people and posts
    "csm|account (?:owner|manager|exec)|sales|ceo|cfo|coo|cto|cio|director|head of|vp\\b|vice president|board|owner|"
    "left|vacan|took over|vertrieb|geschäftsführ|leiter|directeur|direttore|总监|经理|负责|总裁|部長|社長|担当|"
    # causes and deeds
    "cause|because|due to|root|found|reproduc|fix|deploy|release|rolled|restart|raised|escalat|"
    "workaround|bug|ursache|"
    "gefunden|behoben|cause|trouvé|corrigé|causa|encontr|arregl|oorzaak|orsak|årsag|原因|发现|修复|复现|原因|修正|원인|"
    # damage and mood
    "down|outage|lost|leak|breach|block|fail|stop|danger|safety|angry|unacceptable|disappoint|sla|ausfall|verlust|"
    "verletz|unzumutbar|enttäusch|panne|perte|inacceptable|caíd|pérdida|inaceptable|宕机|丢失|泄露|不满|無法|障害|漏洩|장애"
)
_CUE = re.compile(rf"\d|[$€£¥%]|{_ROOTS}", re.IGNORECASE)


def telling(text: str, message: Message) -> bool:
    """Whether a text holds a figure or a cue; what a machine wrote needs a figure beside a cue."""
    if message.role in {"bot", "system"}:
        return bool(re.search(_ROOTS, text, re.IGNORECASE))
    return bool(_CUE.search(text))
