"""What stands behind a number and gives it its measure: time, share, size, weight; one canonical name each."""

from __future__ import annotations

import re

from agent.values.fold import lower

_UNITS: dict[str, str] = {
    "second": (
        "s|sec|secs|second|seconds|sekunde|sekunden|seconde|secondes|segundo|segundos|secondo|secondi|"
        "seconden|sekunder|sekund|sekundy|秒|秒钟|초"
    ),
    ("minute"): (
        "min|mins|minute|minutes|minuten|minuto|minutos|minuti|minuut|minuter|minutter|minut|minuty|分钟|分鐘|分間|분"
    ),
    "hour": (
        "h|hr|hrs|hour|hours|stunde|stunden|std|heure|heures|hora|horas|ora|ore|uur|uren|timme|timmar|"
        "timer|godzina|godziny|godzin|小时|小時|时间|時間|시간"
    ),
    "day": (
        "d|day|days|tag|tage|tagen|jour|jours|día|días|dia|dias|giorno|giorni|dag|dagen|dagar|dage|dager|"
        "dzień|dni|天|日間|일"
    ),
    "workday": (
        "working days|business days|working day|business day|werktage|werktagen|arbeitstage|arbeitstagen|"
        "jours ouvrés|jours ouvrables|días hábiles|dias úteis|giorni lavorativi|werkdagen|arbetsdagar|"
        "arbeidsdager|arbejdsdage|dni roboczych|dni robocze|工作日|个工作日|営業日|영업일"
    ),
    "week": (
        "wk|wks|week|weeks|woche|wochen|semaine|semaines|semana|semanas|settimana|settimane|weken|vecka|"
        "veckor|uke|uker|uge|uger|tydzień|tygodnie|tygodni|周|週間|个星期|주"
    ),
    "month": (
        "month|months|monat|monate|monaten|mois|mes|meses|mês|mese|mesi|maand|maanden|månad|månader|"
        "måned|måneder|miesiąc|miesiące|miesięcy|个月|個月|か月|ヶ月|カ月|개월"
    ),
    ("quarter"): (
        "quarter|quarters|quartal|quartale|trimestre|trimestres|trimestri|kwartaal|kwartalen|kvartal|kwartał|季度"
    ),
    ("year"): (
        "yr|yrs|year|years|jahr|jahre|jahren|an|ans|année|années|año|años|ano|anos|anno|anni|jaar|jaren|"
        "år|rok|lata|lat|年间|年間|년"
    ),
    ("percent"): (
        "%|percent|per cent|prozent|pourcent|por ciento|por cento|per cento|procent|prosent|pct|パーセント|퍼센트"
    ),
    "byte": "b|byte|bytes",
    "kilobyte": "kb|kib",
    "megabyte": "mb|mib",
    "gigabyte": "gb|gib",
    "terabyte": "tb|tib",
    "kilogram": "kg|公斤|千克",
    "gram": "g|克",
    "tonne": "t|tons|tonnes|tonnen|吨|トン",
    "kilometre": "km|公里|千米",
    "metre": "公尺|米",
    "centimetre": "cm|厘米",
    "millimetre": "mm",
    "celsius": "°c|℃|grad celsius|degrees c",
    "fahrenheit": "°f|℉",
    "degree": "°|degrees",
    "kilowatt_hour": "kwh",
    "millisecond": "ms|毫秒|ミリ秒",
    "litre": "l|litre|litres|liter|升|リットル",
    "hertz": "hz",
    "kilohertz": "khz",
    "megabit": "mbit|mbps|mbit/s",
    "point": "bps|basis points",
}
_TO_CANONICAL = {word: name for name, words in _UNITS.items() for word in words.split("|")}
_WORDS = "|".join(re.escape(w) for w in sorted(_TO_CANONICAL, key=len, reverse=True))
_UNIT = re.compile(rf"[ \-]?(?:\n>? ?)?({_WORDS})(?![a-zà-ɏ0-9])", re.IGNORECASE)
_CJK_UNIT = re.compile(rf" ?({'|'.join(w for w in sorted(_TO_CANONICAL, key=len, reverse=True) if w > '⿿')})")
_ONE_LETTER_NEEDS_CONTACT = frozenset("sdbgtl")


def unit_at(text: str, end: int) -> tuple[str, int] | None:
    """Return the canonical unit that follows a number ending at `end`, and where the unit ends; null when none does."""
    low = lower(text)
    found = _CJK_UNIT.match(low, end) or _UNIT.match(low, end)
    if not found:
        return None
    word = found.group(1)
    if word in _ONE_LETTER_NEEDS_CONTACT and found.start(1) != end:
        return None
    return _TO_CANONICAL[word], found.end()
