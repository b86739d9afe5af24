"""Words of mail programs and helpdesks, in the languages of tickets; each set names what it tells."""

from __future__ import annotations

from agent.intake.phrases import Phrases, plain

FROM = (
    "from|von|de|da|van|od|från|fra|lähettäjä|отправитель|от|差出人|送信者|发件人|發件人|寄件者|寄件人|보낸 사람|발신자"
)
SENT = (
    "sent|date|gesendet|gesendet am|datum|envoyé|envoyé le|enviado|enviado el|enviada em|enviado em|fecha|data|inviato|"
    "verzonden|wysłano|data wysłania|skickat|skickat den|sendt|dato|lähetetty|päiväys|дата|отправлено|送信日時|"
    "日時|日付|发送时间|"
    "发件时间|时间|日期|寄件日期|傳送時間|發送時間|보낸 날짜|날짜|when|wann|quand|cuándo|quando|wanneer|kiedy|när|"
    "hvornår|når|milloin"
)
TO = "to|an|à|para|a|aan|do|till|til|vastaanottaja|кому|宛先|收件人|收件者|받는 사람|받은 사람"
CC = "cc|kopie|cópia|copie|copia|kopia|kopi|kopio|копия|抄送|副本|참조"
SUBJECT = "subject|betreff|objet|asunto|oggetto|assunto|onderwerp|temat|ämne|emne|aihe|тема|件名|主题|主旨|主題|제목"
OTHER = "reply-to|importance|bcc|wichtigkeit|antwort an|priority|attachments|anlagen|pièces jointes"
LABELS: dict[str, str] = {
    label: kind
    for kind, labels in (("from", FROM), ("sent", SENT), ("to", TO), ("cc", CC), ("subject", SUBJECT), ("other", OTHER))
    for label in labels.split("|")
}
"""What a mail program prints before the lines of a quoted mail's head, and what each means."""

WROTE = (
    "wrote", "writes", "schrieb", "geschrieben", "a écrit", "à écrit", "escribió", "ha scritto", "escreveu", "schreef",
    "pisze", "napisał(a)", "napisała", "napisał", "skrev", "kirjoitti", "написал(а)", "написал", "пишет", "写道",
    "寫道",
    "님이 작성", "작성", "さんは書きました", "のメール",
)  # fmt: skip
FORWARDED = Phrases(
    "begin forwarded message|forwarded message|fwd message|forwarded by *|weitergeleitete nachricht|"
    "anfang der weitergeleiteten nachricht|"
    "anfang der weitergeleiteten e-mail|message transféré|début du message transféré|début du message réexpédié|"
    "mensaje reenviado|"
    "inicio del mensaje reenviado|messaggio inoltrato|inizio messaggio inoltrato|mensagem encaminhada|"
    "mensagem reencaminhada|"
    "início da mensagem encaminhada|início da mensagem reencaminhada|doorgestuurd bericht|begin doorgestuurd bericht|"
    "wiadomość przekazana|wiadomość przekazana dalej|przekazana wiadomość|vidarebefordrat meddelande|"
    "vidaresänt meddelande|"
    "videresendt besked|videresendt meddelelse|videresendt melding|edelleenlähetetty viesti|välitetty viesti|"
    "転送されたメッセージ|転送メッセージ|转发的邮件|转发邮件|轉寄的郵件|轉寄郵件|전달된 메시지|전달된 메일"
)
ORIGINAL = Phrases(
    "original message|original appointment|ursprüngliche nachricht|originalnachricht|original-nachricht|"
    "message d'origine|"
    "message original|mensaje original|messaggio originale|mensagem original|oorspronkelijk bericht|"
    "oryginalna wiadomość|"
    "wiadomość oryginalna|originalmeddelande|ursprungligt meddelande|originalbesked|originalmeddelelse|originalmelding|"
    "oprindelig besked|oprindelig meddelelse|opprinnelig melding|alkuperäinen viesti|original-e-mail|"
    "元のメッセージ|原始邮件|原郵件|原始郵件|原邮件|원본 메시지|원본 메일"
)
_HIDDEN = Phrases(
    "internal|private|intern|interne|interner|internen|internes|internas|internos|interna|interno|interni|"
    "wewnętrzna|wewnętrzne|wewnętrzny|"
    "sisäinen|sisäiset|privée|privées|privada|privadas|privata|privato|privat|privé|staff|agents|внутренн*|team only|"
    "内部|內部|社内|非公開|内線|內線|私密|내부|비공개"
)
_REMARK = Phrases(
    "note|notes|comment|comments|remark|remarks|discussion|only|notiz|notizen|vermerk|vermerke|kommentar|"
    "kommentare|kommentarer|"
    "bemerkung|bemerkungen|nachricht|commentaire|commentaires|nota|notas|note|comentário|comentários|comentario|"
    "comentarios|"
    "commento|commenti|notitie|notities|opmerking|opmerkingen|notatka|notatki|komentarz|anteckning|anteckningar|"
    "notat|notater|noter|"
    "merknad|merknader|muistiinpano|muistiinpanot|kommentti|kommentit|huomautus|viesti|заметк*|комментари*|reply|"
    "message|"
    "备注|備考|備註|备忘|備忘|笔记|筆記|紀錄|記錄|記録|討論|讨论|共有|連絡|留言|沟通|评论|評論|メモ|コメント|のみ|메모|노트|댓글"
)
_UNSEEN = Phrases(
    "work note|work notes|not visible to the customer|not visible to customer|not visible to customers|"
    "not visible to the requester|"
    "not sent to requester|not sent to the requester|not sent to customer|not sent to the customer|"
    "not shown to the customer|"
    "not shared with the customer|not shared with customer|hidden from customer|hidden from the customer|"
    "hidden from requester|"
    "invisible to the customer|customer invisible|agents only|staff only|team only|internal only|"
    "nicht sichtbar für kunden|"
    "nicht sichtbar für den kunden|für kunden nicht sichtbar|für den kunden nicht sichtbar|nicht an den kunden|"
    "nur intern|"
    "non visible par le client|no visible para el cliente|não visível para o cliente|non visibile al cliente|"
    "niet zichtbaar voor de klant|niewidoczne dla klienta|ej synlig för kund|客户不可见|客戶不可見|客户看不到|"
    "顧客には非表示|고객 비공개"
)
REMARK_TAG = Phrases(
    "additional comments|additional comment|comments|comment|public reply|reply|customer reply|public comment|"
    "public|external|kommentar|antwort|"
    "öffentlich|commentaire|réponse|publique|comentario|respuesta|pública|comentário|resposta|commento|risposta|"
    "edited|via email|email|e-mail|web|chat|phone"
)
"""What a screen prints beside an author that is neither a post nor a company."""
INTERNAL_TAG = Phrases(
    "internal|intern|interne|interno|interna|private|内部|內部|社内|내부|비공개|wewnętrzne|sisäinen|note interne|staff|"
    "private note"
)


def is_internal(text: str) -> bool:
    """Whether the words beside or above a message say that the customer does not see it."""
    return (_HIDDEN.inside(text) and _REMARK.inside(text)) or _UNSEEN.inside(text)


NOTE_TAG = Phrases("note|notes|notiz|memo|nota|notat|notatka|anteckning|notitie|备注|備註|メモ|메모")
INBOUND = Phrases(
    "in|inbound|incoming|received|eingang|eingehend|entrant|entrante|entrada|in entrata|inkommande|indgående|"
    "saapuva|受信|收|来信|수신"
)
OUTBOUND = Phrases(
    "out|outbound|outgoing|sent|ausgang|ausgehend|sortant|saliente|salida|saída|in uscita|uitgaand|utgående|"
    "lähtevä|送信|发|回信|발신"
)
AUTOMATIC = Phrases(
    "auto|automatic|automated|automatic reply|automatisch|automatique|automático|automática|automatico|automatica|"
    "automatiskt|automatisk|automaattinen|"
    "automatycznie|system|bot|robot|自动|自動|自动回复|자동"
)
"""Tags that a screen puts beside an entry."""

MACHINE = Phrases(
    "asistente|assistente|assistent|asystent|assistant virtuel|virtual assistant|ai assistant|no reply|noreply|"
    "do not reply|donotreply|mailer daemon|postmaster|notification|notifications|automation|"
    "automated|autoresponder|"
    "auto reply|autoreply|chatbot|chat bot|bot|workflow|trigger|system|operator|daemon|mail delivery subsystem|"
    "systembenachrichtigung|"
    "機器人|机器人|小助手|助手|系统|系統|システム|ボット|自動|봇|시스템"
)
"""A sender that is not a person, by name."""

DIRECT = Phrases(
    "direct message|direct messages|private chat|private conversation|dm|direktnachricht|direktnachrichten|"
    "message direct|messages directs|"
    "mensaje directo|mensagem direta|messaggio diretto|privéchat|1 1 chat|internal channel|internal chat|team chat|"
    "私聊|私信|ダイレクトメッセージ|다이렉트 메시지|内部群|社内チャット"
)
SUGGESTED = Phrases(
    "parecidos|tickets parecidos|últimos tickets|letzte tickets|derniers tickets|ultimi ticket|recent tickets|"
    "suggested similar|suggested tickets|suggested cases|suggested articles|similar tickets|similar cases|"
    "similar issues|similar|related tickets|related cases|"
    "related issues|linked tickets|linked cases|linked issues|linked ticket|merged tickets|other tickets|"
    "recent tickets|duplicate tickets|see also|"
    "ähnliche|verwandte|verknüpfte|tickets similaires|ticket similaire|similares|tickets relacionados|simili|"
    "vergelijkbare|podobne|liknande|lignende|"
    "相似|类似|关联工单|関連|類似|유사|관련"
)
"""A line that shows another ticket than this one."""

TITLE = Phrases(
    "*manag*|director*|head|lead|leader|chief|officer|ceo|cfo|coo|cto|cio|cpo|cso|cmo|ciso|cdo|cro|cco|dpo|gm|md|"
    "vp|svp|evp|president|vice|engineer*|"
    "specialist*|analyst*|consultant*|administrator*|admin|supervisor*|coordinator*|assistant|executive|accountant|"
    "controller|"
    "developer|architect|technician|owner|founder|partner|partnerships|secretary|treasurer|principal|"
    "superintendent*|registrar|matron|nurse|doctor|"
    "support|success|sales|csm|tam|ae|am|sre|devops|rep|representative|buyer|planner|clerk|librarian|operations|"
    "ops|foreman|warden|dispatcher|advisor|adviser|strategist|"
    "*leiter|*leiterin|*leitung|geschäftsführ*|vorstand*|inhaber*|prokurist*|referent*|*sachbearbeit*|*berater*|"
    "*betreuer*|mitarbeiter*|"
    "*ingenieur*|techniker*|einkäufer*|*buchhalt*|vertrieb*|*beauftragte*|assistenz|"
    "direct*|responsable|chef*|gérant|gérante|ingénieur*|comptable|acheteu*|chargé|chargée|conseill*|présidente|"
    "jefe|jefa|gerente|directora|encargado|encargada|ingeniero|ingeniera|contable|presidente|coordinador*|analista|"
    "especialista|"
    "diretor*|engenheir*|gestor|gestora|coordenador*|contabilista|chefe|direttor*|direttrice|ingegnere|contabile|"
    "amministrator*|titolare|capo|responsabil*|addett*|impiegat*|"
    "hoofd|beheerder|medewerker|boekhouder|teamleider|adviseur|inkoper|kierownik*|dyrektor*|inżynier*|prezes*|"
    "księgow*|specjalist*|"
    "ansvarig|ekonomi*|direktör*|direktør*|leder*|ingeniør*|ingenjör*|konsulent*|johtaja*|*johtaja|*päällikkö|"
    "insinööri*|vastaava*|"
    "總監|副總|總裁|總經理|部長|工程師|研發|銷售|業務經理|財務|採購|負責人|專員|顧問|院長|科長|課長|組長|協理|處長|會計|秘書|"
    "总监|經理|经理|副总|总裁|主管|主任|部长|工程师|客服|客户成功|研发|销售|运营|财务|采购|董事|负责人|店长|专员|"
    "顾问|院长|科长|"
    "専務|常務|会長|主査|次長|理事長|事務長|工場長|経理部長|部長|課長|係長|社長|取締役|担当|マネージャー|エンジニア|室長|店長|本部長|支配人|대표|부장|과장|차장|팀장|이사|"
    "매니저|엔지니어|담당"
)
"""Words of which job titles are made."""

OURS = Phrases(
    "csm|support|supporto|soutien|assistance|asistencia|assistenza|klantenservice|kundtjänst|kundeservice|"
    "asiakaspalvelu|customer success|customer care|success|help desk|helpdesk|service desk|agent|account manager|"
    "account executive|solutions eng*|"
    "sales eng*|r d|engineering|billing ops|*kundenservice|*kundendienst|kundenbetreu*|vertrieb|tam|se|ae|suporte|"
    "soporte|customer experience|"
    "客服|客户成功|客戶成功|研发|研發|售后|售後|技术支持|技術支援|销售|サポート|고객지원|カスタマーサクセス"
)
"""Titles that in a ticket belong to the side that supplies the product."""

CUSTOMER_SIDE = Phrases(
    "customer|client|user|end user|caller|requester|visitor|guest|contact|kunde|kundin|anrufer|client|cliente|usuario|"
    "klant|kund|kunden|klient|asiakas|客户|客戶|お客様|顧客|고객"
)
"""Labels that stand where a customer's name would."""

LEGAL_FORM = Phrases(
    "ltd|limited|llc|llp|inc|corp|plc|gmbh|ag|kg|ohg|ug|se|s a|s l|s p a|spa|s r l|srl|sarl|sas|bv|b v|nv|oy|oyj|"
    "ab|as|asa|aps|"
    "group|holding|holdings|company|co|foundation|trust|pty|e v|kft|sp z o o|s r o|公司|集团|株式会社|有限会社|주식회사"
)
GREETING = Phrases(
    "hi|hello|hey|dear|good morning|good afternoon|good evening|morning|hallo|guten tag|guten morgen|sehr geehrte|"
    "sehr geehrter|liebe|lieber|moin|servus|"
    "bonjour|bonsoir|cher|chère|salut|madame|monsieur|hola|buenos días|buenas tardes|estimado|estimada|ciao|"
    "buongiorno|gentile|salve|olá|bom dia|boa tarde|"
    "prezado|prezada|caro|cara|beste|geachte|goedemorgen|dzień dobry|szanowny|szanowna|cześć|hej|hei|kära|kjære|"
    "kære|hyvä|moi|terve|thanks|thank you|ask|tell|"
    "您好|你好|各位好|尊敬的|お世話になっております|こんにちは|안녕하세요"
)
CLOSING = Phrases(
    "regards|kind regards|best regards|warm regards|many regards|with kind regards|with best regards|best wishes|"
    "kind wishes|thanks|thank you|many thanks|"
    "cheers|sincerely|yours|br|rgds|best|respectfully|all the best|warmly|ta|cordially|"
    "mit freundlichen grüßen|mit freundlichem gruß|mit freundlichen gruessen|mit besten grüßen|"
    "mit herzlichen grüßen|viele grüße|beste grüße|liebe grüße|schöne grüße|"
    "freundliche grüße|herzliche grüße|freundlichen gruß|gruß|grüße|gruss|grüsse|mfg|lg|vg|"
    "cordialement|bien cordialement|bien à vous|salutations|meilleures salutations|merci|veuillez agréer|"
    "sincères salutations|"
    "saludos|un saludo|saludos cordiales|atentamente|cordialmente|gracias|cordiali saluti|distinti saluti|saluti|"
    "grazie|un cordiale saluto|"
    "atenciosamente|cumprimentos|melhores cumprimentos|com os melhores cumprimentos|obrigado|obrigada|abraços|abraço|"
    "met vriendelijke groet|met vriendelijke groeten|vriendelijke groet|vriendelijke groeten|groet|groeten|"
    "groetjes|mvg|"
    "z poważaniem|pozdrawiam|pozdrowienia|med vänlig hälsning|med vänliga hälsningar|vänliga hälsningar|hälsningar|mvh|"
    "venlig hilsen|med venlig hilsen|venlige hilsner|vennlig hilsen|med vennlig hilsen|hilsen|"
    "ystävällisin terveisin|terveisin|"
    "此致|敬礼|谢谢|祝好|顺祝商祺|よろしくお願い|敬具|宜しくお願い|감사합니다|드림"
)
DISCLAIMER = Phrases(
    "confidential|privileged|intended recipient|intended only|intended solely|"
    "received this in error|received it in error|"
    "consider the environment|before printing|registered in|registered office|vertrauliche|vertraulich|"
    "nicht der richtige adressat|"
    "nicht der vorgesehene|rechtlich geschützt*|sitz der gesellschaft|amtsgericht|handelsregister|confidentiel*|"
    "confidencial*|destinatario|destinataire|"
    "riservato|riservata|riservati|riservate|vertrouwelijk*|poufn*|konfidentiell*|luottamuksellis*|fortrolig*|"
    "sent from my|"
    "von meinem iphone gesendet|von meinem handy gesendet|von unterwegs gesendet|envoyé de mon|enviado desde mi|"
    "enviado do meu|inviato da iphone|inviato dal mio|"
    "verzonden vanaf|skickat från min|sendt fra min|get outlook for|sent with|unsubscribe|"
    "机密|保密|本邮件|機密|本メール|기밀|发自我的|から送信"
)
"""Words of the small print under a mail. Only at the end they count."""

TRAILER = Phrases(
    "sent from my|von meinem*|von unterwegs*|envoyé de mon|enviado desde mi|enviado do meu|inviato da*|"
    "verzonden vanaf|skickat från|sendt fra|get outlook for|"
    "please consider the environment|registered in|registered office|sitz der gesellschaft|amtsgericht|"
    "handelsregister|sent with|unsubscribe|发自我的|vertraulich|confidential"
)
"""How a line of small print begins that needs no sentence before it."""

SMALL_PRINT = Phrases(
    "this|the information|the content|the contents|diese|dieses|der inhalt|ce message|ce courriel|este|esta|questa|"
    "questo|il presente|dit|deze|"
    "ta wiadomość|niniejsza|detta|denne|tämä|本|この|이"
)
SCREEN_NOISE = Phrases(
    "macro applied|makro angewendet|csat|nps survey|how would you rate|wie zufrieden waren sie|"
    "rate this conversation|rate our support|satisfaction survey|"
    "ai suggest*|ai summary|copilot suggest*|suggested reply|suggested macro|sentiment analysis|"
    "predicted csat|宏已应用|满意度调查|満足度調査"
)
BUTTONS = frozenset(
    [
        "yes",
        "no",
        "ok",
        "cancel",
        "take",
        "split",
        "note",
        "print",
        "dismiss",
        "reply",
        "forward",
        "merge",
        "close",
        "snooze",
        "assign",
        "undo",
        "accept",
        "ignore",
        "edit",
        "delete",
        "verwerfen",
        "antworten",
        "ignorer",
        "descartar",
        "忽略",
        "关闭",
        "閉じる",
        "weiterleiten",
        "schließen",
        "répondre",
        "responder",
        "rispondi",
    ]
) | {"don't ask again", "interne notiz", "add note", "show more", "reply all", "mark as spam"}


def is_forward(subject: str) -> bool:
    """Whether a subject says that the mail was forwarded, in any mail program's language."""
    return plain(subject.split(":", maxsplit=1)[0].split("：", maxsplit=1)[0]).strip() in {
        "fwd", "fw", "wg", "tr", "rv", "i", "enc", "res", "doorst", "pd", "vb", "vs", "vl",
        "转发", "轉寄", "転送", "전달",
    }  # fmt: skip
