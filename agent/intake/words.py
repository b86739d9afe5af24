"""Words of mail programs and helpdesks, in the languages of tickets; each set names what it tells."""

from __future__ import annotations

import re

FROM = "from|von|de|da|van|od|från|fra|lähettäjä|отправитель|от|差出人|送信者|发件人|發件人|寄件者|寄件人|보낸 ?사람|발신자"
SENT = (
    "sent|date|gesendet|gesendet am|datum|envoyé|envoyé le|enviado|enviado el|enviada em|enviado em|fecha|data|inviato|"
    "verzonden|wysłano|data wysłania|skickat|skickat den|sendt|dato|lähetetty|päiväys|дата|отправлено|送信日時|日時|日付|发送时间|发件时间|"
    "时间|日期|寄件日期|傳送時間|發送時間|보낸 ?날짜|날짜|when|wann|quand|cuándo|quando|wanneer|kiedy|när|när|hvornår|når|milloin"
)
TO = "to|an|à|para|a|aan|do|till|til|vastaanottaja|кому|宛先|收件人|收件者|받는 ?사람|받은 ?사람"
CC = "cc|kopie|cópia|copie|copia|kopia|kopi|kopio|копия|抄送|副本|참조"
SUBJECT = "subject|betreff|objet|asunto|oggetto|assunto|onderwerp|temat|ämne|emne|aihe|тема|件名|主题|主旨|主題|제목"
WROTE = (
    r"wrote|writes|schrieb|geschrieben|a écrit|à écrit|escribió|ha scritto|escreveu|schreef|pisze|napisał\(a\)|napisała?|skrev|"
    r"kirjoitti|написал\(а\)|написал|пишет|写道|寫道|wrote on|님이 작성|작성|さんは書きました|のメール"
)
FORWARDED = re.compile(
    r"^[\W_]{0,40}(?:begin forwarded message|forwarded message|fwd message|weitergeleitete nachricht|"
    r"anfang der weitergeleiteten (?:nachricht|e-mail)|"
    r"message transféré|début du message (?:transféré|réexpédié)|mensaje reenviado|inicio del mensaje reenviado|"
    r"messaggio inoltrato|inizio messaggio inoltrato|mensagem encaminhada|mensagem reencaminhada|"
    r"início da mensagem (?:re)?encaminhada|doorgestuurd bericht|begin doorgestuurd bericht|"
    r"wiadomość przekazana(?: dalej)?|przekazana wiadomość|vidarebefordrat meddelande|vidaresänt meddelande|"
    r"videresendt (?:besked|meddelelse|melding)|edelleenlähetetty viesti|välitetty viesti|"
    r"転送されたメッセージ|転送メッセージ|转发的邮件|转发邮件|轉寄的郵件|轉寄郵件|전달된 메시지|전달된 메일)[\W_]{0,40}$",
    re.IGNORECASE,
)
ORIGINAL = re.compile(
    r"^[\W_]{0,40}(?:original message|original appointment|ursprüngliche nachricht|originalnachricht|original-nachricht|"
    r"message d'origine|message d’origine|"
    r"message original|mensaje original|messaggio originale|mensagem original|oorspronkelijk bericht|"
    r"oryginalna wiadomość|wiadomość oryginalna|originalmeddelande|ursprungligt meddelande|original(?:besked|meddelelse|melding)|"
    r"oprindelig (?:besked|meddelelse)|opprinnelig melding|alkuperäinen viesti|original-e-mail|"
    r"元のメッセージ|原始邮件|原郵件|原始郵件|原邮件|원본 메시지|원본 메일)[\W_]{0,40}$",
    re.IGNORECASE,
)
FORWARD_SUBJECT = re.compile(r"^\s*(?:fwd?|fw|wg|tr|rv|i|enc|res|doorst|pd|vb|vs|vl|转发|轉寄|転送|전달)\s*[:：]", re.IGNORECASE)

INTERNAL = re.compile(
    r"\b(?:internal|private)\b.{0,24}\b(?:notes?|comments?|remarks?|discussion|only)\b|\b(?:notes?|comments?)\b.{0,12}\b(?:internal|private)\b|"
    r"\binternal\b(?=\s*[\])）:：])|\bwork notes?\b|\bnot (?:visible|sent|shown|shared) (?:to|with) (?:the )?(?:customer|requester|client|end.?user)s?|"
    r"\bcustomer[- ]invisible|\bagents? only\b|\bstaff only\b|"
    r"\binterne?[rnsm]?\b.{0,16}\b(?:notiz(?:en)?|vermerke?|kommentare?|bemerkung(?:en)?|nachricht)\b|"
    r"\bnicht (?:sichtbar für|an) (?:den |die )?kunden?\b|\bfür (?:den |die )?kunden? (?:nicht sichtbar|unsichtbar)|"
    r"\bnotes? (?:internes?|privées?)\b|\bcommentaires? internes?\b|\bnotas? (?:internas?|privadas?)\b|\bcomentários? internos?\b|\bcomentarios? internos?\b|"
    r"\bnot[ae] (?:intern[ae]|privat[ae])\b|\binterne notities?\b|\binterne opmerking(?:en)?\b|\bnotatk[ai] wewnętrzn[ae]\b|\bintern(?:a)? (?:anteckning(?:ar)?|notat(?:er)?|note(?:r)?|merknad)\b|"
    r"\bsisäi(?:nen|set) (?:muistiinpano|kommentti|huomautus|viesti)|"
    r"内部备注|内部備考|內部備註|内部备忘|内部笔记|内部留言|内部沟通|内部评论|私密备注|客户不可见|社内メモ|社内コメント|社内のみ|内部メモ|非公開(?:メモ|コメント)|내부 ?(?:메모|노트|댓글)|비공개|\[内部\]|【内部】|внутренн\w+ (?:заметк|комментари)",
    re.IGNORECASE,
)
"""Wording that says: the customer does not see this."""

MACHINE = re.compile(
    r"\b(?:no-?reply|do-?not-?reply|mailer-daemon|postmaster|notification|notifications|automation|automated|autoresponder|"
    r"auto-?reply|chat-?bot|bot|workflow|trigger|system|operator|daemon)\b|機器人|机器人|小助手|助手|系统|系統|システム|ボット|自動|봇|시스템",
    re.IGNORECASE,
)
"""A sender that is not a person, by name."""

DIRECT = re.compile(
    r"\bdirect messages?\b|\bprivate (?:chat|conversation)\b|\bDM\b|\bdirektnachricht|\bmessage direct|\bmensaje directo|"
    r"\bmensagem direta|\bmessaggio diretto|\bprivéchat|私聊|私信|ダイレクトメッセージ|\bDM\b|다이렉트 메시지|\b1:1 chat\b|\binternal channel\b",
    re.IGNORECASE,
)
SUGGESTED = re.compile(
    r"\b(?:suggested|similar|related|linked|merged|other|recent|duplicate)\s+(?:similar|tickets?|cases?|issues?|conversations?|articles?)\b|"
    r"\bsee also\b|\bähnliche\b|\bverwandte\b|\btickets? similaires?\b|\bsimilares\b|\bsimili\b|\bvergelijkbare\b|\bpodobne\b|\bliknande\b|相似|类似|関連|類似|유사",
    re.IGNORECASE,
)
"""A line that shows another ticket than this one."""

CHROME = re.compile(
    r"^\W*(?:\[[^\[\]]{1,24}\]\s*){2,}|\[\s*(?:dismiss|reply|add note|forward|merge|close|snooze|assign|undo|accept|ignore|show more|"
    r"verwerfen|antworten|ignorer|descartar|忽略|关闭|閉じる)\s*\]|^\W*(?:macro applied|makro angewendet)|\[(?:macro|makro)\b[^\]]*\]|"
    r"^\s*🤖|\bCSAT\b|\bNPS survey\b|\bhow would you rate\b|\bwie zufrieden waren sie\b|\brate (?:this|our) (?:conversation|support)\b|"
    r"^\W*(?:AI|copilot|assist(?:ant)?|fin)\b\W{1,3}\s*(?:suggest|summary|sentiment|predict)|^\s*‹\s?\d+ of \d+\s?›",
    re.IGNORECASE,
)
"""Buttons, surveys, macros and suggestions that a screen shows among the messages."""

TITLE = re.compile(
    r"\b(?:\w*manag\w*|director\w*|head|lead|leader|chief|officer|c[efioptsm]o|ciso|cdo|cro|cco|vp|svp|evp|president|vice|engineer\w*|"
    r"specialist\w*|analyst\w*|consultant\w*|administrator\w*|admin|supervisor\w*|coordinator\w*|assistant|executive|accountant|controller|"
    r"developer|architect|technician|owner|founder|partner|partnerships|secretary|treasurer|principal|superintendent|registrar|matron|nurse|doctor|"
    r"support|success|sales|csm|tam|ae|am|sre|devops|rep|representative|buyer|planner|clerk|librarian|operations|ops|foreman|warden|dispatcher|"
    r"leiter\w*|\w*leitung|geschäftsführ\w*|vorstand\w*|inhaber\w*|prokurist\w*|referent\w*|sachbearbeit\w*|berater\w*|betreuer\w*|mitarbeiter\w*|"
    r"\w*ingenieur\w*|techniker\w*|einkäufer\w*|buchhalt\w*|vertrieb\w*|beauftragte\w*|assistenz|"
    r"direct(?:eur|rice)\w*|responsable|chef\w*|gérante?|ingénieur\w*|comptable|acheteu\w*|chargée?|conseill\w*|présidente?|"
    r"jef[ea]|gerente|directora?|encargad[oa]|ingenier[oa]|contable|presidente|coordinador\w*|analista|especialista|"
    r"diretor\w*|engenheir\w*|gestora?|coordenador\w*|contabilista|chefe|"
    r"direttor\w*|direttrice|ingegnere|contabile|amministrator\w*|titolare|capo|"
    r"directeur|hoofd|beheerder|medewerker|boekhouder|teamleider|adviseur|inkoper|"
    r"kierownik\w*|dyrektor\w*|inżynier\w*|prezes\w*|księgow\w*|specjalist\w*|"
    r"chef|ansvarig|ekonomi\w*|direktör\w*|direktør\w*|leder\w*|ingeniør\w*|ingenjör\w*|konsulent\w*|johtaja\w*|päällikkö\w*|insinööri\w*|vastaava\w*)\b|"
    r"总监|經理|经理|总经理|副总|总裁|主管|主任|部长|工程师|客服|客户成功|研发|销售|运营|财务|采购|董事|负责人|店长|专员|顾问|院长|科长|"
    r"部長|課長|係長|社長|取締役|主任|担当|マネージャー|エンジニア|室長|店長|本部長|支配人|대표|부장|과장|차장|팀장|이사|매니저|엔지니어|담당",
    re.IGNORECASE,
)
"""Words of which job titles are made."""

OURS = re.compile(
    r"\b(?:csm|support|customer success|customer care|success|help ?desk|service ?desk|agent|account (?:manager|executive|owner)|solutions eng\w*|"
    r"sales eng\w*|r&d|engineering|billing ops|kundenservice|kundendienst|kundenbetreu\w*|vertrieb|tam|se|ae)\b|客服|客户成功|研发|售后|技术支持|销售|サポート|고객지원",
    re.IGNORECASE,
)
"""Titles that in a ticket belong to the side that supplies the product."""

LEGAL_FORM = re.compile(
    r"\b(?:ltd|limited|llc|llp|inc|corp|plc|gmbh|ag|kg|ohg|ug|se|s\.?a\.?|s\.?l\.?|s\.?p\.?a|s\.?r\.?l|sarl|sas|bv|b\.v\.|nv|oy|oyj|ab|as|asa|aps|a/s|"
    r"group|holding|holdings|company|co|foundation|trust|pty|e\.?v|kft|sp\. z o\.o|s\.?r\.?o)\b\.?|公司|集团|株式会社|有限会社|주식회사",
    re.IGNORECASE,
)
GREETING = re.compile(
    r"^\W*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|hallo|guten (?:tag|morgen|abend)|sehr geehrte\w*|liebe[rs]?|moin|servus|"
    r"bonjour|bonsoir|cher|chère|salut|madame|monsieur|hola|buen(?:os|as) (?:días|tardes|noches)|estimad[oa]s?|ciao|buongiorno|buonasera|gentile|salve|egregio|"
    r"olá|ola|bom dia|boa (?:tarde|noite)|prezad[oa]s?|car[oa]s?|beste|geachte|goede(?:morgen|middag|navond|dag)|dzień dobry|szanown\w+|cześć|"
    r"hej|hei|god (?:morgon|dag|morgen)|kära|kjære|kære|hyvä|moi|terve|您好|你好|各位好|尊敬的|お世話になっております|こんにちは|お疲れ様|안녕하세요)\b",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"^\W*(?:(?:kind|best|warm|many|with(?: kind| best)?) )?(?:regards|wishes)\b|^\W*(?:thanks|thank you|many thanks|cheers|sincerely|yours\b|br\b|rgds|best\b|respectfully|"
    r"mit (?:freundlichen|besten|herzlichen) gr(?:ü|ue)(?:ß|ss)en|(?:viele|beste|liebe|schöne|freundliche|herzliche) gr(?:ü|ue)(?:ß|ss)e|gr(?:u|ü)(?:ß|ss)e?\b|mfg\b|lg\b|vg\b|"
    r"cordialement|bien cordialement|bien à vous|salutations|merci|veuillez agréer|saludos|un saludo|atentamente|cordialmente|gracias|"
    r"cordiali saluti|distinti saluti|saluti|grazie|atenciosamente|cumprimentos|com os melhores cumprimentos|obrigad[oa]|abraços|"
    r"met vriendelijke groet(?:en)?|vriendelijke groet(?:en)?|groet(?:en|jes)?|mvg\b|z poważaniem|pozdrawiam|pozdrowienia|"
    r"med vänlig(?:a)? hälsning(?:ar)?|vänliga hälsningar|hälsningar|mvh\b|(?:med )?venlig(?:e)? hilsen(?:er)?|(?:med )?vennlig hilsen|hilsen|"
    r"ystävällisin terveisin|terveisin|此致|敬礼|谢谢|祝好|顺祝商祺|よろしくお願い|敬具|宜しくお願い|감사합니다|드림)",
    re.IGNORECASE,
)
DISCLAIMER = re.compile(
    r"\bconfidential\b|\bprivileged\b|\bintended (?:only |solely )?(?:recipient|for the)|\bgot it by accident|\breceived (?:this|it) in error|\bwasn't meant for you|"
    r"\bconsider the environment|\bbefore printing\b|\bregistered (?:in|office)\b|\bregd in\b|\bvertrauliche?\b.{0,80}\b(?:informationen|e-?mail)|\bnicht der (?:richtige|vorgesehene) adressat|"
    r"\brechtlich geschützt|\bsitz der gesellschaft|\bamtsgericht\b|\bconfidentiel\w*\b.{0,60}\b(?:message|courriel|destinataire)|\bconfidencial\w*\b|\bdestinatario\b|\briservat[oaie]\b|"
    r"\bvertrouwelijk\w*\b|\bpoufn\w+\b|\bpoufne\b|\bkonfidentiell\w*\b|\bluottamuksellis\w*|\bfortrolig\w*|机密|保密|本邮件|機密|本メール|기밀|sent from my|von meinem \w+ gesendet|envoyé de mon|enviado desde mi|"
    r"enviado do meu|inviato da \w+|verzonden vanaf|skickat från min|lähetetty \w+stani|sendt fra min|发自我的|iPhoneから送信|get outlook for",
    re.IGNORECASE,
)
"""Words of the small print under a mail. Only a paragraph at the end that holds one counts."""

PLACEHOLDER = re.compile(r"[\[<⟦{][A-Z][A-Z_]*_\d+[\]>⟧}]")
