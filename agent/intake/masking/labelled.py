"""What only its label makes a secret: a person's documents, one-time codes, PINs, birth dates, seed phrases."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from agent.intake.masking.link import after_label, linked_before
from agent.intake.masking.scan import Hit, pattern, terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.intake.masking.scan import Kind, Scan

_MONTH = r"[^\W\d_]{3,12}\.?"
DATE = (
    r"(?:(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.][ ]?\d{1,2}[-/.][ ]?(?:19|20)?\d{2}|(?:19|20)"
    r"\d{2}[ ]?[年년][ ]?\d{1,2}[ ]?[月월][ ]?\d{1,2}[ ]?[日일]"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er|\.|º)?[ -](?:of |de |d')?{_MONTH}[ ,-]{{1,2}}(?:de |del )?(?:19|20)"
    rf"\d{{2}}|{_MONTH}[ ]\d{{1,2}}(?:st|nd|rd|th)?,?[ ](?:19|20)\d{{2}}"
    r"|(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|\d{1,2}[ ]\d{1,2}[ ](?:19|20)\d{2})"
)
_DOCUMENT = r"(?=(?:[A-Z]*[ -]?\d){4})[A-Z0-9](?:[ -]?[A-Z0-9]){5,19}"
_CODE = (
    r"(?:[A-Z]-)?(?:\d{3}[ -]\d{3}|\d{2}[ -]\d{2}[ -]\d{2}|\d{4,8}|(?=[A-Z0-9]{0,9}\d)"
    r"(?=[A-Z0-9]{0,9}[A-Z])[A-Z0-9]{6,10})"
)
_BACKUP = r"[a-z0-9]{4,6}(?:-[a-z0-9]{4,6}){1,4}|\d{4}[ ]?\d{4}|[a-z0-9]{8,12}"
_SEED_WORD = r"(?:\d{1,2}[.):][ ]?)?[a-z]{3,8}"
_SEED = rf"(?<![a-z]){_SEED_WORD}(?:[ ,\n\t]{{1,3}}{_SEED_WORD}){{11,23}}(?![a-z])"
_HAN_SEED = r"[\u4e00-\u9fff](?:[ ,、]{1,2}[\u4e00-\u9fff]){11,23}"
_INDIAN_PIN = 6
_LISTED = r"[\s,;/]{1,4}"
_LISTED_MOST = 40


class Rule(NamedTuple):
    """Labels, the value they announce, and whether a value may stand before its label or be a list."""

    kind: Kind
    value: str
    labels: str
    suffix: int = 0
    reverse: bool = False
    listed: bool = False
    loose: bool = False


RULES: tuple[Rule, ...] = (
    Rule(
        "PASSPORT",
        _DOCUMENT,
        "passport|reisepass|reisepassnummer|passnummer|pass-nr|passeport|pasaporte|passaporto|passaporte"
        "|paspoort|paspoortnummer|paszport|paszportu|passi|"
        "загранпаспорт|паспорт|паспорта|pasaport|护照|護照|パスポート|旅券|旅券番号|여권|여권번호|"
        "جواز السفر|hộ chiếu|cestovní pas|útlevél",
        6,
    ),
    Rule(
        "DRIVING_LICENCE",
        _DOCUMENT,
        "driver's license|drivers license|driver license|driver’s license|driver's licence|driver licence"
        "|drivers licence|driving licence|driving license|dl number|dl no|dl no.|dl#|dl:|dl #|"
        "führerschein|führerscheinnummer|führerschein-nr|permis de conduire|permiso de conducir|carnet de "
        "conducir|licencia de conducir|patente di guida|patente|"
        "carteira de motorista|carta de condução|cnh|rijbewijs|rijbewijsnummer|körkort|førerkort|kørekort"
        "|ajokortti|prawo jazdy|prawa jazdy|řidičský průkaz|"
        "водительское удостоверение|водительского удостоверения|"
        "驾驶证|驾照|運転免許証|免許証番号|운전면허|운전면허번호",
        6,
    ),
    Rule(
        "OTP",
        _CODE,
        "otp|otp code|otp-code|one-time code|one time code|one-time passcode|one-time password|one time "
        "password|verification code|2fa code|2fa-code|2fa token|mfa code|mfa token|"
        "authentication code|authenticator code|authenticator|authenticator app|auth code|login code|sign-in "
        "code|sms code|sms-code|two-factor code|confirmation code|totp|tan|mtan|sms-tan|bestätigungscode|"
        "einmalcode|einmalpasswort|verifizierungscode|sicherheitscode|anmeldecode|2fa|mfa|"
        "code de vérification|code à usage unique|code de confirmation|code sms|código de verificación|código "
        "de seguridad|código de verificação|código de confirmação|código de acesso|"
        "codice di verifica|codice otp|verificatiecode|inlogcode|engångskod|verifieringskod|engangskode"
        "|bekreftelseskode|kod weryfikacyjny|kod sms|ověřovací kód|doğrulama kodu|"
        "код подтверждения|код из смс|одноразовый код|"
        "验证码|驗證碼|校验码|动态码|動態碼|確認コード|認証コード|認証番号|ワンタイムパスワード|"
        "인증번호|인증코드|인증 코드|رمز التحقق|mã xác minh|mã otp",
        reverse=True,
    ),
    Rule(
        "OTP",
        _BACKUP,
        "backup code|backup codes|recovery code|recovery codes|wiederherstellungscode|wiederherstellungscodes"
        "|codes de secours|códigos de recuperación|códigos de recuperação|备用码|恢复码",
        listed=True,
    ),
    Rule(
        "CVV",
        r"\d{3,4}",
        "cvv|cvv2|cvc|cvc2|cvc-code|cid|csc|cvn|card security code|security code|card verification|prüfziffer"
        "|kartenprüfnummer|prüfnummer|sicherheitscode|kartenprüfziffer|cryptogramme|"
        "code de sécurité|código de seguridad|código de segurança|codice di sicurezza|veiligheidscode"
        "|säkerhetskod|kod cvv|安全码|卡背面三位|セキュリティコード|보안코드",
    ),
    Rule(
        "PIN",
        r"\d{4,8}",
        "passcode|access pin|pin|pin code|pin-code|pincode|pin no|geheimzahl|code pin|geheimnummer|暗証番号|pin码"
        "|핀번호|пин-код|пин код|пин",
    ),
    Rule(
        "BIRTH_DATE",
        DATE,
        "dob|d.o.b.|d.o.b|date of birth|birth date|birthdate|birth_date|date_of_birth|birthday|born|geb.|geb"
        "|geboren|geburtsdatum|geb.-datum|geburtstag|née le|né le|né(e) le|date de naissance|"
        "fecha de nacimiento|fecha nacimiento|nacido|nacida|nacido el|data de nascimento|nascido|nascida"
        "|nascimento|data di nascita|d.n.|nato il|nata il|nato|nata|geboortedatum|geboren op|"
        "födelsedatum|född|fødselsdato|født|syntymäaika|syntynyt|data urodzenia|ur.|urodzony|urodzona|datum "
        "narození|narozen|születési dátum|data nașterii|дата рождения|родился|родилась|"
        "doğum tarihi|出生日期|出生年月|出生|生日|生年月日|誕生日|생년월일|تاريخ الميلاد|ngày sinh|tanggal lahir",
    ),
)
_SEED_LABELS = terms("""
    seed phrase|seed-phrase|seedphrase|recovery phrase|recovery seed|backup phrase|mnemonic|mnemonic phrase|
    secret recovery phrase|wallet seed|wallet words|wallet phrase|seed words|recovery words|secret phrase|
    wiederherstellungsphrase|seed-wörter|mnemonische phrase|phrase de récupération|phrase mnémonique|
    frase semilla|frase de recuperación|
    frase de recuperação|frase seme|助记词|助記詞|
    リカバリーフレーズ|シードフレーズ|ニーモニック|
    복구 문구|시드 구문|니모닉|сид-фраза|seed фраза
""")
_SEED_REACH = 60
_PURPOSES = terms("""
     to log in| to login| to sign in| to verify| to log you in| to complete| to confirm| zum anmelden|
     zur anmeldung| pour vous connecter| para iniciar| to authenticate| as the code
""")
_USED = (
    r"(?:use|using|enter|entered|typed?|code|utilisez|saisissez|verwenden sie|gib|usa|use o código)[ ](?:"
    r"(?:the|code|den|le|el)[ ]){0,2}[\"']?(\d{3}[ -]\d{3}|\d{6,8})[\"']?[ ]?$"
)


def find(scan: Scan) -> Iterator[Hit]:
    """Yield what the rules' labels announce."""
    for rule in RULES:
        for start, end in scan.labels(terms(rule.labels), rule.suffix):
            yield from _announced(scan, rule, start, end)
    for purpose in _PURPOSES:
        for start in scan.starts(purpose):
            used = pattern(_USED).search(scan.folded, max(0, start - 48), start)
            if used:
                yield Hit("OTP", used.start(1), used.end(1))
    for _, end in scan.labels(_SEED_LABELS, 2):
        yield from _seed(scan, end)


def _announced(scan: Scan, rule: Rule, start: int, end: int) -> Iterator[Hit]:
    found = after_label(scan, end, rule.value, loose=rule.loose)
    if found and _plausible(scan, rule, start, found):
        yield Hit(rule.kind, *found)
        at = found[1]
        for _ in range(_LISTED_MOST if rule.listed else 0):
            more = pattern(rf"{_LISTED}({rule.value})(?![\w-])").match(scan.plain, at)
            if not more or not any(char.isdigit() for char in more[1]):
                return
            yield Hit(rule.kind, *more.span(1))
            at = more.end()
    elif rule.reverse and (before := linked_before(scan, start, rule.value)) and _plausible(scan, rule, start, before):
        yield Hit(rule.kind, *before)


def _plausible(scan: Scan, rule: Rule, start: int, found: tuple[int, int]) -> bool:
    value = scan.plain[found[0] : found[1]]
    if rule.kind in {"PASSPORT", "DRIVING_LICENCE"}:
        return pattern(DATE).fullmatch(value) is None
    if rule.kind == "PIN":
        postal = len(value) == _INDIAN_PIN and scan.folded[start : start + 8].replace(" ", "").replace(
            "-", ""
        ).startswith("pincode")
        return not postal
    if rule.kind == "OTP":
        after = scan.folded[found[1] : found[1] + 12].lstrip()
        timed = pattern(
            r"(?:ms|s|sec|second|min|minute|times?|attempt|mails?|users?|requests?|hour|h\b|%|x\b|errors?|people)"
        ).match(after)
        return timed is None and any(char.isdigit() for char in value)
    if rule.kind == "CVV":
        return pattern(r"(?:19|20)\d\d").fullmatch(value) is None
    return True


def _seed(scan: Scan, at: int) -> Iterator[Hit]:
    found = pattern(f"{_SEED}|{_HAN_SEED}").search(scan.plain, at, min(len(scan.plain), at + _SEED_REACH + 400))
    if found and found.start() - at <= _SEED_REACH and not pattern(r"[.!?][\s]").search(scan.plain, at, found.start()):
        start = found.start()
        link = pattern(r"(?:[a-z]{2,10}[ ]){0,4}(?:is|was|are|words|lautet|ist|est|es|é)[ :]{1,2}").match(
            scan.plain, at + 1
        )
        yield Hit("SEED_PHRASE", max(start, link.end()) if link and link.end() < found.end() else start, found.end())
