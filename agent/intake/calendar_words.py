"""Names of months, weekdays, days and zones in the languages of tickets, as mail programs and helpdesks print them."""

from __future__ import annotations

_MONTHS = """
january jän tammi jänner jan januar janvier janv enero ene gennaio gen janeiro januari styczeń stycznia sty
  tammikuu tammikuuta tammik января янв ledna leden ocak jaanuar
february helmi feb febr februar février févr fév fevrier febrero febbraio fevereiro fev februari luty lutego lut
  helmikuu helmikuuta helmik февраля фев února únor şubat
march marts maalis mar märz mär mrz mars marzo março marco maart mrt marzec marca maaliskuu maaliskuuta maalisk
  марта мар března mart
april huhti apr avril avr abril abr aprile kwiecień kwietnia kwi huhtikuu huhtikuuta huhtik апреля апр dubna
  nisan
may touko mai mayo maggio mag maio mei maj maja toukokuu toukokuuta toukok мая května mayıs
june kesä jun juni juin junio giugno giu junho czerwiec czerwca cze kesäkuu kesäkuuta kesäk июня июн června
  haziran
july heinä juill jul juli juillet juil julio luglio lug julho lipiec lipca lip heinäkuu heinäkuuta heinäk июля
  июл července temmuz
august elo aug août aout agosto ago augustus augusti sierpień sierpnia sie elokuu elokuuta elok августа авг
  srpna ağustos
september syys sep sept septembre septiembre settembre set setembro wrzesień września wrz syyskuu syyskuuta
  syysk сентября сен září eylül
october loka oct oktober okt octobre octubre ottobre ott outubro out październik października paź lokakuu
  lokakuuta lokak октября окт října ekim
november marras nov novembre noviembre novembro listopad listopada lis marraskuu marraskuuta marrask ноября ноя
  kasım
december joulu dec dezember dez décembre déc decembre diciembre dic dicembre dezembro grudzień grudnia gru
  joulukuu joulukuuta jouluk desember des декабря дек prosince aralık
"""


def _rows(table: str) -> list[str]:
    """Return the rows of a table; a line that is indented continues the one before it."""
    return table.strip().replace("\n  ", " ").split("\n")


MONTHS: dict[str, int] = {word: number for number, words in enumerate(_rows(_MONTHS), 1) for word in words.split()}

_WEEKDAYS = """
monday maanantaina mon montag mo lundi lun lunes lunedì lunedi segunda segunda-feira seg maandag ma poniedziałek
  pon måndag mån mandag man maanantai понедельник пн
tuesday tiistaina tirs tue tues dienstag di mardi mar martes martedì martedi terça ter terça-feira dinsdag
  wtorek wt tisdag tis tirsdag tir tiistai ti вторник вт
wednesday keskiviikkona wed weds mittwoch mi mercredi mer miércoles mié mercoledì mercoledi quarta qua quarta-
  feira woensdag wo środa śr onsdag ons keskiviikko ke среда ср
thursday torstaina thu thur thurs donnerstag do jeudi jeu jueves jue giovedì giovedi gio quinta qui quinta-feira
  donderdag czwartek czw torsdag tors tor torstai to четверг чт
friday perjantaina fri freitag fr vendredi ven viernes vie venerdì venerdi sexta sex sexta-feira vrijdag vr
  piątek pt fredag fre perjantai pe пятница пт
saturday lauantaina sat samstag sonnabend sa samedi sam sábado sáb sabato sab zaterdag za sobota sob lördag lör
  lørdag lør lauantai la суббота сб
sunday sunnuntaina sun sonntag so dimanche dim domingo dom domenica zondag zo niedziela niedz ndz söndag sön
  søndag søn sunnuntai su воскресенье вс
"""
WEEKDAYS: dict[str, int] = {word: number for number, words in enumerate(_rows(_WEEKDAYS)) for word in words.split()}

RELATIVE: dict[str, int] = {
    **dict.fromkeys(
        ("today", "heute", "aujourd'hui", "aujourd’hui", "hoy", "oggi", "hoje", "vandaag", "dzisiaj", "dziś", "idag",
         "i dag", "tänään", "今天", "今日", "本日", "오늘"),
        0,
    ),
    **dict.fromkeys(
        ("yesterday", "gestern", "hier", "ayer", "ieri", "ontem", "gisteren", "wczoraj", "igår", "i går", "eilen",
         "昨天", "昨日", "어제"),
        -1,
    ),
}  # fmt: skip
"""Days that a screen names by their distance from the day it was copied."""

ZONES: dict[str, str] = {
    "Z": "+00:00", "UTC": "+00:00", "GMT": "+00:00", "BST": "+01:00", "CET": "+01:00", "MEZ": "+01:00",
    "CEST": "+02:00", "MESZ": "+02:00", "EET": "+02:00", "EEST": "+03:00", "EST": "-05:00", "EDT": "-04:00",
    "CST": "-06:00", "CDT": "-05:00", "MST": "-07:00", "MDT": "-06:00", "PST": "-08:00", "PDT": "-07:00",
    "JST": "+09:00", "KST": "+09:00", "AEST": "+10:00", "AEDT": "+11:00",
}  # fmt: skip

CONNECT = r"at|um|à|às|as|a\s+las|a\s+la|alle(?:\s+ore)?|ore|kl|klo|om|o\s+godz|o|godz|uhr|dne|v|godzina|den"
"""Words between a date and its time."""
