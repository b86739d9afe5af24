"""The words for days that are told from another day: today, yesterday, three days ago, next week."""

from __future__ import annotations

OFFSETS: tuple[tuple[int, str, str], ...] = (
    (
        0,
        "",
        (
            r"today|this (?:very )?(?:morning|afternoon|evening|arvo)|tonight|heute(?: (?:früh|morgen|"
            r"vormittag|mittag|nachmittag|abend))?|aujourd'hui|ce (?:matin|soir|midi)|cet après-midi|hoy|"
            r"esta (?:mañana|tarde|noche)|oggi|stamattina|stasera|questa mattina|stamani|hoje|esta manhã|"
            r"hoje de manhã|vandaag|vanmorgen|vanochtend|vanmiddag|vanavond|idag|i dag|i morse|ikväll|i kväll|"
            r"i eftermiddag|i ettermiddag|i morges|i kveld|"
            r"i aften|dziś|dzisiaj|dzisiejsz\w+|今天(?:早上|上午|中午|"
            r"下午|"
            r"晚上|凌晨)?|今日|今早|今晚|今晨|本日|今朝|今晩|오늘(?: ?(?:아침|오전|오후|저녁))?"
        ),
    ),
    (
        -1,
        "",
        (
            r"yesterday(?:'s)?(?: (?:morning|afternoon|evening|night))?|last night|gestern(?: (?:früh|morgen|"
            r"vormittag|mittag|nachmittag|abend|nacht))?|hier (?:matin|soir|après-midi)|ayer|anoche|"
            r"ieri(?: (?:sera|mattina|pomeriggio))?|ontem(?: à (?:noite|tarde))?|gisteren|gisteravond|"
            r"gisterochtend|gistermiddag|igår|i går(?: (?:kväll|kveld|aftes|morse|morges|eftermiddag|"
            r"ettermiddag))?|wczoraj(?: (?:rano|wieczorem|"
            r"po południu))?|昨天(?:早上|上午|中午|下午|晚上|夜里)?|昨日|昨晚|"
            r"昨夜|昨晩|"
            r"昨儿|きのう|어제(?: ?(?:아침|오전|오후|저녁|밤))?|어젯밤"
        ),
    ),
    (-1, "fr", r"hier"),
    (
        1,
        "",
        (
            r"tomorrow(?:'s)?(?: (?:morning|afternoon|evening|night|noon))?|demain(?: (?:matin|soir|midi))?|"
            r"domani(?: (?:mattina|sera))?|amanhã(?: de manhã)?|imorgon|i morgon|i morgen|jutro|明天(?:早上|上午|中午|"
            r"下午|晚上)?|明日|明早|明晚|あした|내일(?: ?(?:아침|오전|오후|저녁))?"
        ),
    ),
    (1, "de", r"(?<!guten )(?<!heute )(?<!gestern )morgen(?: (?:früh|vormittag|mittag|nachmittag|abend))?"),
    (1, "nl", r"(?<!'s )morgen(?:ochtend|middag|avond)?"),
    (1, "es", r"(?<!la )(?<!esta )(?<!de )mañana(?: por la (?:mañana|tarde|noche))?"),
    (
        -2,
        "",
        (
            r"(?:the )?day before yesterday|vorgestern(?: abend)?|avant-hier|anteayer|antes de ayer|"
            r"l'altro ieri|anteontem|eergisteren|i förrgår|"
            r"i forgårs|i forgårs|przedwczoraj|前天(?:早上|上午|中午|"
            r"下午|"
            r"晚上)?|一昨日|おととい|그저께|그제"
        ),
    ),
    (
        2,
        "",
        (
            r"(?:the )?day after tomorrow|übermorgen|après-demain|pasado mañana|dopodomani|depois de amanhã|"
            r"overmorgen|i övermorgon|i overmorgen|pojutrze|后天(?:早上|上午|中午|下午|晚上)?|明後日|あさって|모레"
        ),
    ),
)
"""Days from the message's own day, the language that the words need (any where empty), and the words."""

WEEKS: tuple[tuple[int, str], ...] = (
    (
        0,
        (
            r"this week|diese woche|dieser woche|cette semaine|esta semana|questa settimana|deze week|"
            r"den här veckan|denne uken|denne uge|w tym tygodniu|本周|这周|这个星期|今週|이번 ?주"
        ),
    ),
    (
        -1,
        (
            r"last week|letzte(?:r|n)? woche|vorige woche|la semaine dernière|semaine dernière|"
            r"la semana pasada|la settimana scorsa|settimana scorsa|a semana passada|semana passada|"
            r"vorige week|afgelopen week|förra veckan|forrige uke|sidste uge|w zeszłym tygodniu|上周|上星期|先週|"
            r"지난 ?주"
        ),
    ),
    (
        1,
        (
            r"next week|nächste(?:r|n)? woche|kommende(?:r|n)? woche|la semaine prochaine|semaine prochaine|"
            r"la próxima semana|la semana que viene|la settimana prossima|na próxima semana|a próxima semana|"
            r"volgende week|nästa vecka|neste uke|næste uge|w przyszłym tygodniu|下周|下星期|来週|다음 ?주"
        ),
    ),
)
MONTHS: tuple[tuple[int, str], ...] = (
    (
        0,
        (
            r"this month|diese[nm]? monat|ce mois-ci|este mes|questo mese|este mês|deze maand|den här månaden|"
            r"denne måneden|w tym miesiącu|本月|这个月|今月|이번 ?달"
        ),
    ),
    (
        -1,
        (
            r"last month|letzten monat|vorigen monat|le mois dernier|el mes pasado|il mese scorso|"
            r"o mês passado|no mês passado|vorige maand|förra månaden|forrige måned|sidste måned|"
            r"w zeszłym miesiącu|上个月|上月|先月|지난 ?달"
        ),
    ),
    (
        1,
        (
            r"next month|nächsten monat|le mois prochain|el próximo mes|il mese prossimo|o próximo mês|"
            r"no próximo mês|volgende maand|nästa månad|neste måned|næste måned|w przyszłym miesiącu|下个月|下月|"
            r"来月|다음 ?달"
        ),
    ),
)
_COUNT = r"\d{1,3}|[a-zà-ɏ]{2,12}|[一二两三四五六七八九十]{1,3}"
_PAST = (
    ("ago", "{n} (?P<u>days?|weeks?) ago"),
    ("vor", "vor {n} (?P<u>tagen?|wochen?)"),
    ("il y a", "il y a {n} (?P<u>jours?|semaines?)"),
    ("hace", "hace {n} (?P<u>días?|semanas?)"),
    (" fa", "{n} (?P<u>giorni|settimane) fa"),
    ("há", "há {n} (?P<u>dias?|semanas?)"),
    ("geleden", "{n} (?P<u>dagen|weken) geleden"),
    ("sedan", "för {n} (?P<u>dagar|veckor) sedan"),
    ("siden", "for {n} (?P<u>dager|dage|uker|uger) siden"),
    ("temu", "{n} (?P<u>dni|tygodnie) temu"),
    ("前", "{n} ?(?P<u>天|日|周|週間)(?:之)?前"),
    ("전", "{n} ?(?P<u>일|주) ?전"),
)
_AHEAD = (
    ("in", "in {n} (?P<u>tagen|days|weeks|wochen)(?! of)"),
    ("dans", "dans {n} (?P<u>jours|semaines)"),
    ("dentro", "dentro de {n} (?P<u>días|semanas)"),
    ("tra", "tra {n} (?P<u>giorni|settimane)"),
)
AGO: tuple[tuple[int, str, str], ...] = tuple(
    (sign, need, form.replace("{n}", f"(?P<n>{_COUNT})"))
    for sign, forms in ((-1, _PAST), (1, _AHEAD))
    for need, form in forms
)
"""The direction, a word without which the form cannot stand, and the form."""
WEEK_STEMS = ("week", "woche", "seman", "semain", "settiman", "veck", "uke", "uge", "tygodni", "周", "星期", "週", "주")
MONTH_STEMS = ("month", "monat", "mois", "mes", "mês", "maand", "månad", "måned", "miesiąc", "月", "달")
"""Every form of WEEKS holds one of the first, every form of MONTHS one of the second."""
WEEK_UNITS = ("week", "woche", "semain", "seman", "settiman", "weken", "veck", "uk", "ug", "tyg", "周", "週", "주")

UNTIL = (
    r"by|until|till?|before|no later than|due|latest|next|coming|this coming|bis|vor|spätestens|"
    r"nächste[nrms]?|kommende[nrms]?|avant|d'ici|jusqu'à|jusqu'au|pour|antes de|antes del|hasta|para|"
    r"próxim[oa]|entro|prima di|prossim[oa]|até|antes da|voor|tegen|uiterlijk|volgende|komende|tot|"
    r"senast|innan|före|nästa|på|før|senest|innen|neste|næste|do|przed|najbliższ\w+|najpóźniej|下|于|在|"
    r"来|다음"
)
AFTER_UNTIL = r"之?前|まで|까지|prochaine?|prossim[oa]|que viene|next week|in der nächsten"
PASSED = (
    r"last|past|since|letzte[nrms]?|vergangene[nrms]?|vorige[nrms]?|seit|depuis|desde|dal|da|"
    r"passad[oa]|sinds|vorige|afgelopen|sedan|siden|sist|sidste|forrige|förra|i|ostatni\w*|zeszł\w+|"
    r"od|w|上|上个|先|지난"
)
AFTER_PASSED = r"dernière?|pasad[oa]|scors[oa]|passad[oa]|以来|から|부터"
