"""Words that give a quoted value its meaning: roles, states of a post, tiers, risk colours, terms of a contract."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

CSM = (
    r"csm|csms|customer success\w*(?: manager\w*)?|client success(?: manager)?|success (?:manager|mgr|"
    r"side|owner|lead|contact)|customer care manager|kundenerfolg\w*|kundenbetreuer\w*|"
    r"kundenbetreuung|responsable (?:de la )?réussite client|chargée? de (?:clientèle|succès client)|"
    r"succès client|responsable succès|éxito del cliente|gestor(?:a)? de éxito|sucesso do cliente|"
    r"successo (?:del )?client\w*|klantsucces\w*|kundframgång\w*|kundansvarig|kundesuksess\w*|"
    r"kundesucces\w*|opiekun\w* (?:klienta|sukcesu)|"
    r"sukces\w* klienta|客户成功\w*|客戶成功\w*|カスタマーサクセス\w*|"
    r"고객 ?성공\w*|assigned csm"
)
OWNER = (
    r"account owner|account exec(?:utive)?s?|account[ _]manager\w*|account[ _]executive\w*|"
    r"account[ _]director|account[ _]lead|account rep\w*|ae|aes|am|kam|key account\w*|sales(?: rep\w*|"
    r" manager| owner| contact| lead| side| exec\w*)?|commercial (?:owner|contact|lead|side)|owner|"
    r"vertrieb\w*|verkauf\w*|vertriebler\w*|kundenberater\w*|commercial\w*|"
    r"responsable (?:de )?(?:compte|commercial\w*)|ingénieur d'affaires|ejecutiv[oa] de cuenta|"
    r"comercial\w*|gestor(?:a)? de cuenta\w*|gerente de (?:conta|cuenta)\w*|executiv[oa] de contas?|"
    r"responsabile (?:commerciale|vendite|account)|commerciale|accountmanager\w*|verkoop\w*|verkoper|"
    r"säljare\w*|säljansvarig|försäljning\w*|selger\w*|salg\w*|sælger\w*|sprzedaż\w*|handlow\w*|"
    r"opiekun\w* handlow\w*|销售\w*|銷售\w*|客户经理|客戶經理|商务|"
    r"営業\w*|担当営業|아카운트|영업\w*|계정 담당\w*|contract side"
)
ENDED = (
    r"former(?:ly)?|ex(?=[- ])|left|leaves|leaving|vacant|vacancy|no longer|used to|was our|was their|"
    r"until (?:march|he|she|they|recently)|moved (?:on|to|over)|has gone|he's gone|she's gone|gone to|"
    r"quit|resigned|retired|departed|previous(?:ly)?|predecessor|prior|outgoing|ehemalig\w*|früher\w*|"
    r"vormalig\w*|bisherig\w*|ausgeschieden|verlassen|gekündigt hat|nicht mehr|unbesetzt|vakant|"
    r"war bis|gewechselt|ancien(?:ne)?|parti(?:e|s)?|a quitté|vacante?|n'est plus|jusqu'en|anterior|"
    r"antigu[oa]|ya no|dejó|se fue|se ha ido|saiu|ex-|antig[oa]|vago|ex |precedente|ha lasciato|"
    r"non è più|voormalig\w*|vertrokken|niet meer|vacant|tidigare|förra|slutade|slutat|har lämnat|"
    r"vakant|tidligere|sluttet|forlot|stoppet|były|była|odszedł|odeszła|wakat|poprzedni\w*|"
    r"nie pracuje|离职|離職|前任|原来的|原销售|已离开|空缺|调岗|卸任|退職|前任者|異動|空席|퇴사|전임|공석|이동"
)
SUCCESSION = (
    r"(?:took|taking|takes|taken) over from|inherited (?:\w+ ){0,3}from|replac(?:es|ed|ing)|"
    r"successor (?:of|to)|instead of|in place of|nachfolger(?:in)? von|übernommen von|anstelle von|"
    r"remplace|succède à|sustituye a|reemplaza a|sostituisce|substitui|vervangt|opvolger van|ersätter|"
    r"efterträder|erstatter|zastąpił\w*|następc\w+|接替|代替|後任として"
)
CONTRACT_END = (
    r"renew\w*|contract\w*|term\w*|expir\w*|ends?|ended|valid (?:to|until|through)|subscription|"
    r"agreement|anniversary|up for|laufzeit\w*|vertrag\w*|verläng\w*|läuft|abo\b|endet|échéance|"
    r"renouvel\w+|contrat|reconduction|jusqu'au|fin de|renova\w+|renueva|venc\w+|contrato|vigencia|"
    r"vigência|hasta el|término|scad\w+|rinnov\w+|contratto|termine|verleng\w+|looptijd|contract\w*|"
    r"einddatum|loopt|förny\w+|avtal\w*|löper|forny\w+|kontrakt\w*|avtale\w*|aftale\w*|utløp\w*|"
    r"udløb\w*|løper|løber|odnow\w+|umow\w+|wygas\w+|"
    r"przedłuż\w+|续约|續約|续费|到期|合同|合約|期满|更新|契約|満了|期限|갱신|"
    r"만료|계약|재계약"
)
REPORTING = (
    r"want\w*|ask(?:s|ed|ing)?|demand\w*|need\w*|request\w*|require\w*|expect\w*|insist\w*|told (?:me|"
    r"us)|said|says|wishes|would like|verlang\w*|forder\w*|möchte\w*|bitte\w*|bat|wünsch\w*|braucht|"
    r"will|wollen|erwart\w*|demande\w*|exige\w*|souhait\w*|veu\w+|attend\w*|pide\w*|pidió|exig\w*|"
    r"solicita\w*|quiere\w*|pede\w*|pediu|quer\w*|solicit\w*|chied\w*|chiesto|vuole|vogliono|"
    r"richied\w*|vraag\w*|vroeg|eist|wil|willen|vill|begär\w*|kräv\w*|ber om|ønsker|krever|kræver|"
    r"beder|prosi\w*|żąda\w*|oczekuj\w*|chce|要求|希望|请求|"
    r"請求|提出|想要|求め|希望|要望|依頼|요청|요구|원하|customer|client|"
    r"kunde\w*|klient\w*|cliente\w*|klant\w*|kund\w*|客户|客戶|顧客|お客様|고객"
)
TIERS: dict[str, str] = {
    ("Enterprise"): (
        r"enterprise\w*|tier_enterprise|ent\b|entreprise \(grand compte\)|grand compte|großkunde\w*|"
        r"konzern\w*|storkund\w*|grootzakelijk\w*|korporacyjn\w*|大型企业|大客户|企业级|エンタープライズ|엔터프라이즈"
    ),
    ("Mid-Market"): (
        r"mid[ _-]?mkt|mid[ _-]?market|mid[ _-]?size\w*|mittelstand\w*|mittlere[sr]? markt|mercado medio|"
        r"médio mercado|middenmarkt|middensegment|mellanmarknad|mellansegment\w*|medelstor\w*|"
        r"średni\w* przedsiębiorstw\w*|mm\b|中端市场|中型客户|中型企业|中堅企業|미드마켓"
    ),
    ("SMB"): (
        r"smbs?|smes?|small business|small & medium|small and medium|smb_tier|tier_smb|kmu|pme|pymes?|pmi|"
        r"mkb|kmo|mśp|msp|småföretag\w*|小微\w*|中小企业|中小企業|중소기업"
    ),
}
COLOURS: dict[str, str] = {
    ("green"): (
        r"green|grün\w*|vert[es]?|verde[s]?|groen\w*|"
        r"grön\w*|grønn?\w*|zielon\w*|绿\w?|綠\w?|緑|グリーン|"
        r"青信号|초록|"
        r"녹색|그린"
    ),
    ("amber"): (
        r"amber|yellow|orange|gelb\w*|jaune|ambar|ámbar|amarill[oa]|giall[oa]|amarel[oa]|geel|gele|oranje|"
        r"gul\w?|żółt\w*|黄\w?|黃\w?|黄色|イエロー|노랑|노란\w*|황색|앰버"
    ),
    ("red"): (
        r"red|rot(?:e[nrms]?)?|rouge|roj[oa]|ross[oa]|vermelh[oa]|rood|rode|röd\w?|rødt?|rød\w?|"
        r"czerwon\w*|红\w?|紅\w?|赤\w?|レッド|빨강|빨간\w*|적색|레드"
    ),
}
WAS = (
    r"was|were|from|been|previously|formerly|until|before|no longer|not|isn't|war|vorher|zuvor|bisher|"
    r"von|était|avant|de|antes|estaba|era|prima|antes|was|eerder|van|var|tidigare|från|fra|tidligere|"
    r"był\w*|之前|原来|原先|从|以前|しました|だった|から|이었|에서"
)
ACRONYMS = frozenset(
    [
        "RCA",
        "SLA",
        "SLO",
        "ETA",
        "VP",
        "CEO",
        "COO",
        "CTO",
        "CFO",
        "CIO",
        "CISO",
        "CMO",
        "CPO",
        "SVP",
        "EVP",
        "GM",
        "MD",
        "CSM",
        "AE",
        "AM",
        "KAM",
        "API",
        "UI",
        "UX",
        "ID",
        "URL",
        "PDF",
        "CSV",
        "JSON",
        "XML",
        "HTML",
        "IT",
        "HR",
        "QA",
        "CRM",
        "ERP",
        "SSO",
        "MFA",
        "DPA",
        "GDPR",
        "DSGVO",
        "PII",
        "ARR",
        "MRR",
        "ACV",
        "TCV",
        "VAT",
        "OK",
        "FAQ",
        "EOD",
        "COB",
        "PM",
        "AM",
        "US",
        "UK",
        "EU",
        "SMS",
        "PR",
        "KPI",
        "ROI",
        "SOW",
        "NDA",
        "MSA",
        "PO",
    ]
)


@lru_cache(maxsize=64)
def words(body: str) -> re.Pattern[str]:
    """Return the pattern of whole words (CJK words need no edges), for text in lower case."""
    return re.compile(rf"(?<![a-zà-ɏ])(?:{body})(?![a-zà-ɏ])")


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Return common given names, folded: a capitalised word that is one of them is taken for a person."""
    return frozenset(files("agent.grounding").joinpath("given_names.txt").read_text(encoding="utf-8").split())
