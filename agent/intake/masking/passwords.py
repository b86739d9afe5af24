"""Passwords, as people and programs state them, in the languages that tickets come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.intake.masking.scan import WALL, Hit, pattern, terms
from agent.intake.masking.values import has_form, is_dummy, is_strong, trimmed
from agent.intake.masking.walk import Candidate, candidates

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from agent.intake.masking.scan import Scan

_LONG = terms("""
    password|passwd|passwrd|pasword|passwrod|pssword|passsword|paswort|passcode|passphrase|pass phrase|pass word|
    passwort|kennwort|passwörter|losungswort|mot de passe|mots de passe|phrase secrète|contraseña|contrasena|
    contrasenya|senha|palavra-passe|palavra passe|wachtwoord|lösenord|adgangskode|kodeord|passord|salasana|hasło|
    haslo|hasła|heslo|hesla|jelszó|jelszava|parolă|parola|şifre|sifre|пароль|пароля|паролем|лозинка|lozinka|geslo|
    парола|κωδικός πρόσβασης|συνθηματικό|slaptažodis|parool|mật khẩu|kata sandi|kata laluan|كلمة المرور|
    كلمة السر|الرقم السري|סיסמה|סיסמא|पासवर्ड|รหัสผ่าน
""")
_WORDLESS = ("密码", "密碼", "口令", "パスワード", "暗証番号", "비밀번호", "패스워드", "비번", "암호")
_SHORT = terms("""
    pwd pw psw pswd p/w pword mdp ww passw passwd pass
""")
_GAPLESS = ("pass", "ww", "clave", "kod")
_STATUS = frozenset(
    terms("""
    expired reset wrong incorrect invalid missing none null unknown unchanged changed required correct forgotten
    forgot lost locked blocked hidden redacted removed deleted same yes no ok okay fine good bad see below above
    attached empty blank string text password protected enabled disabled optional mandatory policy rejected
    accepted failed failing broken working works weak strong short long set unset sent abgelaufen vergessen falsch
    gesperrt zurückgesetzt unbekannt geändert ungültig fehlt siehe korrekt bitte oublié expiré incorrecte invalide
    perdu inconnu voir olvidada incorrecta caducada expirada incorreta inválida errata scaduta vergeten verlopen
    onjuist glemt fel zapomniane wygasło забыт неверный истек vergessen? expired? reset? default login username
    user true false tbd confidential mailed emailed shared separately recovery change update issue problem
    question help
""")
)
_UNITS = (
    r"(?i)[ \t]*(?:char|digit|day|hour|minute|time|attempt|zeichen|stellen|tage|versuch|caract|dígit|jours"
    r"|días|dias|位|文字|open|closed)"
)
_COPULA = {"hasło": "to", "haslo": "to", "salas": "on"}
_FUNCTION = frozenset(
    terms("""
    a an the to is are be please must at for of with and or not was has have by on in it my your our we i you he
    she they after before contact ask contain should can will this that from as if when then only use using via per
    any all new old der die das und ist bitte per mail nicht im am le la les de du un une et est pas el los y no
    por os um uma e da do não
""")
)
_PHRASE_WORDS = 4
_LISTED = (
    r"""["'`)]?(?:[ ]?[,/][ ]?|[ ](?:and|or|und|oder|et|ou|y|o|e|en|of)[ ]){1,2}["'`(]?(?P<value>[^\s\ue000]{5,128})"""
)
_LISTED_MOST = 20
_ADMINS = ("admin", "root", "administrator", "superuser", "sysadmin")
_MINIMUM = 4
_WEAK_MAXIMUM = 40
_LOGINS = terms("""
    login|logins|logon|log in|log-in|sign in|signed in|logged in|cred|creds|credential|credentials|user|username|
    account|zugang|zugangsdaten|anmeldedaten|benutzer|identifiant|identifiants|usuario|usuário|credenciales|
    credenciais|credenziali|inloggegevens|accès|acceso|acesso|账号|帐号|アカウント|계정|логин
""")
_LOGIN_LINE = (
    r"""[^\S\n]{0,3}(?:(?:data|details|daten|info|are|is|were|was|with|as|using|for|sind|avec|con|com|met|mit)[^\S\n]{1,3}){0,3}[("'`*]{0,2}[:=]?[^\S\n]{0,3}["'`(]?"""
    r"""(?P<user>\w[\w.+@\\-]{1,63})["'`]?(?:[^\S\n]{0,3}(?:/|\||:|,|\\\\)[^\S\n]{0,3}|[^\S\n]{1,3}(?:and|und|et|y|e|en|mit|with)[^\S\n]{1,3})["'`]?(?P<value>[^\s\ue000]{5,128})"""
)
_USERS = terms("""
    admin|administrator|portal|user|konto|compte|cuenta|conta|utente|beheerder|admin user|superuser|root|operator
""")
_BESIDE_A_USER = r"[:=]?[^\S\n]{1,3}[\w.+@-]{2,64}[^\S\n]{1,2}/[^\S\n]{1,2}(?P<value>[^\s\ue000]{6,64})"
_LINES_BELOW = (
    r"[^\n]{0,40}\n[ \t>]{0,8}[\w.@+\\-]{2,64}[ \t\r]{0,4}\n[ \t>]{0,8}(?P<value>[^\s\ue000]{5,128})[ "
    r"\t\r]{0,4}(?:\n|$)"
)
_COMBO = r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}(?:[:|][ ]?|[ ]/[ ])(?P<value>[^\s\ue000]{5,128})"
_SSH = (
    r"[\w.-]{1,64}@[\w.-]{1,64}[ ]{0,2}[(/,][ ]{0,2}(?P<value>(?=[^\s]{0,40}\d)"
    r"(?=[^\s]{0,40}[!#$%*+=?^~@_-])[^\s)\ue000]{6,128})"
)
_COMMANDS = (
    ("mysql", r"(?<![\w-])-p['\"]?(?P<value>[^\s'\"\ue000]{4,128})"),
    ("mariadb", r"(?<![\w-])-p['\"]?(?P<value>[^\s'\"\ue000]{4,128})"),
    ("sshpass", r"(?<![\w-])-p[ ]?['\"]?(?P<value>[^\s'\"\ue000]{4,128})"),
    ("docker login", r"(?<![\w-])-p[ ]['\"]?(?P<value>[^\s'\"\ue000]{4,128})"),
    ("curl", r"(?<![\w-])(?:-u|--user)[ =]?['\"]?[\w.@+\\-]{1,64}:(?P<value>[^\s'\"\ue000]{3,128})"),
    ("wget", r"--(?:http-|ftp-)?password=['\"]?(?P<value>[^\s'\"\ue000]{4,128})"),
    ("ssh ", _SSH),
    ("net use", r"/user:[^\s]{1,64}[ ](?P<value>[^\s'\"\ue000]{4,128})"),
    ("@tcp(", r"(?P<user>[\w.-]{1,64}):(?P<value>[^\s'\"@:/\ue000]{3,128})@tcp\("),
    ("jdbc:oracle", r"jdbc:oracle:\w{1,8}:[\w.-]{1,64}/(?P<value>[^\s'\"@\ue000]{3,128})@"),
)
_COMMAND_REACH = 400
_REVERSED = (
    r"""["'`“„]?(?P<value>[^\s\ue000"'`“”„]{5,128})["'`”“]?[ ]{1,2}"""
    r"""(?:is|was|as|ist|war|als|est|comme|es|como|é|è|come)[ ]"""
    r"""(?:(?:the|my|our|your|her|his|their|a|das|mein|unser|le|mon|notre|la|mi|a|o|minha"""
    r"""|initial|temporary|temp|new|old|admin|root|current)[ ]){0,3}$"""
)
_REVERSE_REACH = 190
_PHRASE = r"[^\S\n]*[:=][^\S\n]*(?P<value>[^\W\d_]{2,16}(?:[ -][^\W\d_]{2,16}){2,9})[ \t]*(?:[\n.;,]|$)"


def find(scan: Scan) -> Iterator[Hit]:
    """Yield every password found in prose, assignments, login lines and commands."""
    for label, words in ((_LONG, 5), (_SHORT, 0), (("clave", "kod", "код доступа"), 0)):
        for start, end in scan.labels(label, words):
            yield from _labelled(scan, start, end)
    yield from _joined_names(scan)
    for word in _WORDLESS:
        for start in scan.starts(word):
            yield from _labelled(scan, start, start + len(word), wordless=True)
    yield from _login_lines(scan)
    yield from _beside_users(scan)
    yield from _commands(scan)


def _labelled(scan: Scan, start: int, end: int, *, wordless: bool = False) -> Iterator[Hit]:
    plain = scan.plain
    word = scan.folded[start:end]
    whole = _element(plain, start, end) or _phrase(plain, word, end)
    if whole:
        yield whole
        return
    if plain.startswith("/etc/", max(0, start - 5)):
        return
    reverse = None if wordless else _reversed(scan, start)
    if reverse:
        yield reverse
    option = plain.startswith("--", max(0, start - 2))
    for found in candidates(plain, end, wordless=wordless, copula=_COPULA.get(word[:5], ""), label=word):
        if found.gap and word in _GAPLESS:
            return
        if (option and found.gap == 0 and not is_dummy(plain[found.start : found.end])) or accepted(plain, found):
            yield Hit("PASSWORD", found.start, found.end)
            yield from _listed(plain, found.end)
            return


def _listed(plain: str, at: int) -> Iterator[Hit]:
    """Yield further passwords that the label names in one breath (`both passwords, x and y`)."""
    for _ in range(_LISTED_MOST):
        more = pattern(_LISTED).match(plain, at)
        value = trimmed(more["value"]) if more else ""
        if not more or not is_strong(value):
            return
        yield Hit("PASSWORD", more.start("value"), more.start("value") + len(value))
        at = more.start("value") + len(value)


def _element(plain: str, start: int, end: int) -> Hit | None:
    """Return the content of an XML element that the label names."""
    if not start or plain[start - 1] != "<":
        return None
    body = pattern(r">([^<\n\ue000]{3,128})</").match(plain, end)
    return Hit("PASSWORD", body.start(1), body.end(1)) if body and not is_dummy(body[1]) else None


def _phrase(plain: str, word: str, end: int) -> Hit | None:
    """Return a passphrase of several words; after a plain password label only where no word of it makes a sentence."""
    if "phrase" not in word and not word.startswith("passw"):
        return None
    found = pattern(_PHRASE).match(plain, end)
    words = found["value"].casefold().split() if found else []
    bare = len(words) >= _PHRASE_WORDS and not (_STATUS | _FUNCTION) & set(words)
    return Hit("PASSWORD", *found.span("value")) if found and ("phrase" in word or bare) else None


def accepted(plain: str, found: Candidate) -> bool:
    """Whether a value in this relation to a password label is one: the looser the link, the stronger it has to be."""
    value = plain[found.start : found.end]
    if is_dummy(value) or len(value) < _MINIMUM or value.casefold().rstrip("!?") in _STATUS:
        return False
    if is_strong(value) or found.link == "beside":
        return found.link != "beside" or is_strong(value)
    if value.isdigit():
        return found.gap <= 1 and pattern(_UNITS).match(plain, found.end) is None
    if found.link == "assigned" and found.gap == 0:
        if found.quoted and " " not in value:
            return True
        return found.last and len(value) <= _WEAK_MAXIMUM and not has_form(value)
    return found.link == "assigned" and found.last and value.isalpha() and " " not in value and _weak_allowed(found)


def _weak_allowed(found: Candidate) -> bool:
    return not any(word in _STATUS or word.isdigit() for word in found.between.split())


def _joined_names(scan: Scan) -> Iterator[Hit]:
    """Yield values of settings whose name holds a password word (`DB_PASSWORD`, `smtpPass`), only where assigned."""
    plain = scan.plain
    for word in ("password", "passwd", "passphrase", "pwd", "pass", "passwort"):
        for start in scan.starts(word):
            if not (start and joined_name(plain[start - 1])):
                continue
            stop = scan.word_end(start + len(word))
            suffix = scan.folded[start + len(word) : stop]
            if suffix and suffix not in {"_value", "_plain", "1", "2", "_confirmation", "_repeat", "_new", "_old"}:
                continue
            first = next(candidates(plain, stop), None)
            if first and first.link == "assigned" and first.gap == 0 and accepted(plain, first):
                yield Hit("PASSWORD", first.start, first.end)


def joined_name(char: str) -> bool:
    """Whether the character can belong to the name of a setting."""
    return char.isalnum() or char in "_.-"


def _reversed(scan: Scan, start: int) -> Hit | None:
    window = scan.plain[max(0, start - _REVERSE_REACH) : start]
    window = window[window.rfind("\n") + 1 :]
    link = pattern(r"[ ](?:is|was|as|ist|war|als|est|comme|es|como|é|è|come)[ ](?:\w{1,9}[ ]){0,3}$").search(window)
    if not link:
        return None
    words = window[: link.start()].split(" ")
    found = pattern(_REVERSED).search(window, max(0, link.start() - len(words[-1])))
    if not found or not is_strong(trimmed(found["value"])):
        return None
    base = start - len(window)
    return Hit("PASSWORD", base + found.start("value"), base + found.start("value") + len(trimmed(found["value"])))


def _login_lines(scan: Scan) -> Iterator[Hit]:
    plain = scan.plain
    for start, end in scan.labels(_LOGINS):
        found = pattern(_LOGIN_LINE).match(plain, end)
        if found and not found["user"].isdigit():
            value = trimmed(found["value"])
            if found["user"] in {"http", "https", "ftp"} or scan.plain[start - 1 : start] in {"?", "&"}:
                continue
            explicit = scan.folded[start:end].startswith(("cred", "zugangs", "login", "credenc"))
            if is_strong(value) and (
                explicit or (any(char.isdigit() for char in value) and not _joined_by_colon(found))
            ):
                yield Hit("PASSWORD", found.start("value"), found.start("value") + len(value))
            continue
        below = (
            pattern(_LINES_BELOW).match(plain, end)
            if scan.folded[start:end].startswith(("cred", "zugangs", "login"))
            else None
        )
        if below and is_strong(below["value"]):
            yield Hit("PASSWORD", below.start("value"), below.end("value"))
    for _, end in scan.labels(_ADMINS):
        beside = pattern(r"[ ]?[/:][ ]?([^\s\ue000]{5,128})").match(plain, end)
        value = trimmed(beside[1]) if beside else ""
        if (
            beside
            and is_strong(value)
            and any(char.isdigit() for char in value)
            and (" " in beside[0][:3] or not value.isalnum())
        ):
            yield Hit("PASSWORD", beside.start(1), beside.start(1) + len(value))
    at = plain.find("@")
    while at >= 0:
        begin = pattern(r"[\w.+-]{1,64}$").search(plain, max(0, at - 64), at)
        found = pattern(_COMBO).match(plain, begin.start()) if begin else None
        if found and is_strong(trimmed(found["value"])):
            yield Hit("PASSWORD", found.start("value"), found.start("value") + len(trimmed(found["value"])))
        at = plain.find("@", at + 1)


def _beside_users(scan: Scan) -> Iterator[Hit]:
    """Yield what stands behind a user's name and a stroke: `portal admin jo.doe / ...`."""
    for _, end in scan.labels(_USERS):
        beside = pattern(_BESIDE_A_USER).match(scan.plain, end)
        value = trimmed(beside["value"]) if beside else ""
        if beside and is_strong(value) and pattern(r"[\w$!#%&*+=?^~@.-]+").fullmatch(value) and not value.isalnum():
            yield Hit("PASSWORD", beside.start("value"), beside.start("value") + len(value))


def _joined_by_colon(found: re.Match[str]) -> bool:
    return found.string[found.end("user") : found.start("value")] == ":" and "@" not in found["user"]


def _commands(scan: Scan) -> Iterator[Hit]:
    for word, source in _COMMANDS:
        done = 0
        for start in scan.starts(word):
            if start < done:
                continue
            done = start + _COMMAND_REACH // 2
            _, line_end = scan.line(start)
            begin = max(0, start - _COMMAND_REACH) if word == "@tcp(" else start
            for found in pattern(source).finditer(scan.plain, begin, min(line_end, start + _COMMAND_REACH)):
                value = trimmed(found["value"])
                if value and not is_dummy(value) and WALL not in value:
                    yield Hit("PASSWORD", found.start("value"), found.start("value") + len(value))
