"""What an address carries: a password before the host, a secret in the query, a one-time path, a webhook's secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.intake.masking.scan import Hit, joined, pattern, terms
from agent.intake.masking.values import is_dummy, is_strong, is_uuid, looks_random

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.intake.masking.scan import Kind, Scan

_USERINFO = (
    r"://(?P<user>[^\s/:@?#\"'<>\ue000]{0,128})(?::(?P<password>[^\s\"'<>\ue000]{1,256}?))?@(?=[\w\[.-])"
    r"(?![^\s/?#]{0,200}@)"
)
_PARAMETER = r"[?&;#](?:amp;)?(?P<name>[\w.%-]{1,40})=(?P<value>[^\s&#\"'<>`)\],;\ue000]{4,8192})"
_PASSWORD_NAMES = frozenset({"password", "passwd", "pwd", "pass", "pw", "passphrase"})
_SECRET_NAMES = frozenset(
    terms("""
    token access_token accesstoken refresh_token id_token auth_token authtoken api_token reset_token invite_token
    magic_token verification_token confirmation_token session_token csrf_token api_key apikey api-key app_key
    appkey subscription-key secret client_secret app_secret appsecret sig signature x-amz-signature
    x-amz-security-token x-amz-credential x-goog-signature auth authorization jwt hmac session sessionid session_id
    sid phpsessid jsessionid otp otpauth access_key accesskey auth_key samlresponse ticket_token bearer sas
""")
)
_VAGUE_NAMES = frozenset(
    terms("""
    key code k t state hash ticket invite nonce auth_code confirm u h
""")
)
_ONE_TIME = (
    r"/(?:reset|reset-password|password-reset|reset_password|password/reset|passwords/reset|invite"
    r"|invitation|invitations|magic|magic-link|"
    r"verify|verify-email|activate|activation|confirm|confirmation|share|s|one-time|otp|sso)/"
    r"(?P<value>[A-Za-z0-9_.~-]{16,1024})"
)
_HOOKS: tuple[tuple[str, str], ...] = (
    ("hooks.slack.com/", r"hooks\.slack\.com/(?:services|workflows|triggers)/(?P<value>[A-Za-z0-9_/-]{8,256})"),
    ("/api/webhooks/", r"/api/webhooks/\d{5,25}/(?P<value>[A-Za-z0-9_-]{16,256})"),
    ("/webhookb2/", r"/webhookb2/(?P<value>[A-Za-z0-9@/_.-]{16,512})"),
    ("outlook.office", r"outlook\.office(?:365)?\.com/webhook/(?P<value>[A-Za-z0-9@/_.-]{16,512})"),
    ("/bot/v2/hook/", r"/bot/v2/hook/(?P<value>[A-Za-z0-9_-]{8,256})"),
    ("/bot/hook/", r"/bot/hook/(?P<value>[A-Za-z0-9_-]{8,256})"),
    ("/hooks/catch/", r"/hooks/catch/(?P<value>[A-Za-z0-9_/-]{6,256}[A-Za-z0-9_-])"),
    ("hook.", r"hook\.(?:[a-z0-9-]{2,8}\.)?(?:make|integromat)\.com/(?P<value>[A-Za-z0-9]{12,256})"),
    ("/with/key/", r"/with/key/(?P<value>[A-Za-z0-9_-]{8,256})"),
    ("api.telegram.org/bot", r"api\.telegram\.org/bot(?P<value>\d{6,12}:[A-Za-z0-9_-]{20,64})"),
    ("webhook", r"webhooks?/(?:[\w.-]{1,40}/){0,4}(?P<value>[A-Za-z0-9_-]{16,256})"),
    ("incomingwebhook/", r"incomingwebhook/(?P<value>[A-Za-z0-9@/_.-]{16,512})"),
)


def find(scan: Scan) -> Iterator[Hit]:
    """Yield the secrets that addresses carry; the rest of the address stays readable."""
    yield from _userinfo(scan)
    if "=" in scan.plain:
        yield from _parameters(scan)
    for found in pattern(_ONE_TIME, 2).finditer(scan.plain) if scan.has("://") else ():
        value = found["value"].rstrip(".-")
        if looks_random(value) or is_uuid(value):
            yield Hit("TOKEN", found.start("value"), found.start("value") + len(value))
    for word, source in _HOOKS:
        for start in scan.starts(word):
            hook = pattern(source, 2).match(scan.plain, start)
            if hook and (word != "webhook" or looks_random(hook["value"]) or is_uuid(hook["value"])):
                yield Hit("WEBHOOK", hook.start("value"), hook.start("value") + len(hook["value"].rstrip(".-/")))


def _userinfo(scan: Scan) -> Iterator[Hit]:
    for start in scan.starts("://"):
        found = pattern(_USERINFO).match(scan.plain, start)
        if not found:
            continue
        if found["password"] and not is_dummy(found["password"]):
            yield Hit("PASSWORD", found.start("password"), found.end("password"))
        if looks_random(found["user"]) or (found["password"] in {"", "x-oauth-basic"} and is_strong(found["user"])):
            yield Hit("TOKEN", found.start("user"), found.end("user"))


def _parameters(scan: Scan) -> Iterator[Hit]:
    for found in pattern(_PARAMETER).finditer(scan.plain):
        kind = _parameter_kind(found["name"].casefold(), found["value"])
        before = scan.plain[found.start() - 1] if found.start() else " "
        if kind and (joined(before) or before in "/=%.-_~+)\"'}"):
            value = found["value"].rstrip(".:!")
            yield Hit(kind, found.start("value"), found.start("value") + len(value))


def _parameter_kind(name: str, value: str) -> Kind | None:
    if is_dummy(value):
        return None
    if name in _PASSWORD_NAMES:
        return "PASSWORD"
    if name in _SECRET_NAMES:
        return "TOKEN" if looks_random(value) or is_uuid(value) or is_strong(value) or name == "otp" else None
    if name in _VAGUE_NAMES and (looks_random(value, 20) or (is_uuid(value) and name in {"key", "code"})):
        return "TOKEN"
    return None
