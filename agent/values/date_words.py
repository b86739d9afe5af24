"""The words for days that are told from another day: today, yesterday, three days ago, next week."""

from __future__ import annotations

OFFSETS: tuple[tuple[int, str, str], ...] = (
    (0, "", r"today|this (?:very )?(?:morning|afternoon|evening|arvo)|tonight|heute(?: (?:früh|morgen|vormittag|mittag|nachmittag|abend))?|"
        r"aujourd'hui|ce (?:matin|soir|midi)|cet après-midi|hoy|esta (?:mañana|tarde|noche)|oggi|stamattina|stasera|"
        r"questa mattina|stamani|hoje|esta manhã|hoje de manhã|vandaag|vanmorgen|vanochtend|vanmiddag|vanavond|idag|i dag|i morse|"
        r"ikväll|i kväll|i eftermiddag|i ettermiddag|i morges|i kveld|i aften|dziś|dzisiaj|dzisiejsz\w+|"
        r"今天(?:早上|上午|中午|下午|晚上|凌晨)?|今日|今早|今晚|今晨|本日|今朝|今晩|오늘(?: ?(?:아침|오전|오후|저녁))?"),
    (-1, "", r"yesterday(?:'s)?(?: (?:morning|afternoon|evening|night))?|last night|gestern(?: (?:früh|morgen|vormittag|mittag|nachmittag|abend|nacht))?|"
        r"hier (?:matin|soir|après-midi)|ayer|anoche|ieri(?: (?:sera|mattina|pomeriggio))?|ontem(?: à (?:noite|tarde))?|gisteren|gisteravond|gisterochtend|"
        r"gistermiddag|igår|i går(?: (?:kväll|kveld|aftes|morse|morges|eftermiddag|ettermiddag))?|wczoraj(?: (?:rano|wieczorem|po południu))?|"
        r"昨天(?:早上|上午|中午|下午|晚上|夜里)?|昨日|昨晚|昨夜|昨晩|昨儿|きのう|어제(?: ?(?:아침|오전|오후|저녁|밤))?|어젯밤"),
    (-1, "fr", r"hier"),
    (1, "", r"tomorrow(?:'s)?(?: (?:morning|afternoon|evening|night|noon))?|demain(?: (?:matin|soir|midi))?|domani(?: (?:mattina|sera))?|amanhã(?: de manhã)?|"
        r"imorgon|i morgon|i morgen|jutro|明天(?:早上|上午|中午|下午|晚上)?|明日|明早|明晚|あした|내일(?: ?(?:아침|오전|오후|저녁))?"),
    (1, "de", r"(?<!guten )(?<!heute )(?<!gestern )morgen(?: (?:früh|vormittag|mittag|nachmittag|abend))?"),
    (1, "nl", r"(?<!'s )morgen(?:ochtend|middag|avond)?"),
    (1, "es", r"(?<!la )(?<!esta )(?<!de )mañana(?: por la (?:mañana|tarde|noche))?"),
    (-2, "", r"(?:the )?day before yesterday|vorgestern(?: abend)?|avant-hier|anteayer|antes de ayer|l'altro ieri|anteontem|eergisteren|i förrgår|"
        r"i forgårs|i forgårs|przedwczoraj|前天(?:早上|上午|中午|下午|晚上)?|一昨日|おととい|그저께|그제"),
    (2, "", r"(?:the )?day after tomorrow|übermorgen|après-demain|pasado mañana|dopodomani|depois de amanhã|overmorgen|i övermorgon|"
        r"i overmorgen|pojutrze|后天(?:早上|上午|中午|下午|晚上)?|明後日|あさって|모레"),
)  # fmt: skip
"""Days from the message's own day, the language that the words need (any where empty), and the words."""

WEEKS: tuple[tuple[int, str], ...] = (
    (0, r"this week|diese woche|dieser woche|cette semaine|esta semana|questa settimana|deze week|den här veckan|denne uken|denne uge|"
        r"w tym tygodniu|本周|这周|这个星期|今週|이번 ?주"),
    (-1, r"last week|letzte(?:r|n)? woche|vorige woche|la semaine dernière|semaine dernière|la semana pasada|la settimana scorsa|"
        r"settimana scorsa|a semana passada|semana passada|vorige week|afgelopen week|förra veckan|forrige uke|sidste uge|w zeszłym tygodniu|上周|上星期|先週|지난 ?주"),
    (1, r"next week|nächste(?:r|n)? woche|kommende(?:r|n)? woche|la semaine prochaine|semaine prochaine|la próxima semana|la semana que viene|"
        r"la settimana prossima|na próxima semana|a próxima semana|volgende week|nästa vecka|neste uke|næste uge|w przyszłym tygodniu|下周|下星期|来週|다음 ?주"),
)  # fmt: skip
MONTHS: tuple[tuple[int, str], ...] = (
    (0, r"this month|diese[nm]? monat|ce mois-ci|este mes|questo mese|este mês|deze maand|den här månaden|denne måneden|w tym miesiącu|本月|这个月|今月|이번 ?달"),
    (-1, r"last month|letzten monat|vorigen monat|le mois dernier|el mes pasado|il mese scorso|o mês passado|no mês passado|vorige maand|"
         r"förra månaden|forrige måned|sidste måned|w zeszłym miesiącu|上个月|上月|先月|지난 ?달"),
    (1, r"next month|nächsten monat|le mois prochain|el próximo mes|il mese prossimo|o próximo mês|no próximo mês|volgende maand|nästa månad|"
        r"neste måned|næste måned|w przyszłym miesiącu|下个月|下月|来月|다음 ?달"),
)  # fmt: skip
COUNT = r"(?P<n>\d{1,3}|[a-zà-ɏ]{2,12}|[一二两三四五六七八九十]{1,3})"
AGO: tuple[tuple[int, str], ...] = (
    (-1, rf"{COUNT} (?P<u>days?|weeks?) ago|vor {COUNT.replace('<n>', '<n2>')} (?P<u2>tagen?|wochen?)|"
         rf"il y a {COUNT.replace('<n>', '<n3>')} (?P<u3>jours?|semaines?)|hace {COUNT.replace('<n>', '<n4>')} (?P<u4>días?|semanas?)|"
         rf"{COUNT.replace('<n>', '<n5>')} (?P<u5>giorni|settimane) fa|há {COUNT.replace('<n>', '<n6>')} (?P<u6>dias?|semanas?)|"
         rf"{COUNT.replace('<n>', '<n7>')} (?P<u7>dagen|weken) geleden|för {COUNT.replace('<n>', '<n8>')} (?P<u8>dagar|veckor) sedan|"
         rf"for {COUNT.replace('<n>', '<n9>')} (?P<u9>dager|dage|uker|uger) siden|{COUNT.replace('<n>', '<n10>')} (?P<u10>dni|tygodnie) temu|"
         rf"{COUNT.replace('<n>', '<n11>')} ?(?P<u11>天|日|周|週間)(?:之)?前|(?P<n12>\d{{1,3}}) ?(?P<u12>일|주) ?전"),
    (1, rf"in {COUNT} (?P<u>tagen|days|weeks|wochen)(?! of)|dans {COUNT.replace('<n>', '<n2>')} (?P<u2>jours|semaines)|"
        rf"dentro de {COUNT.replace('<n>', '<n3>')} (?P<u3>días|semanas)|tra {COUNT.replace('<n>', '<n4>')} (?P<u4>giorni|settimane)"),
)  # fmt: skip
WEEK_UNITS = ("week", "woche", "semain", "seman", "settiman", "weken", "veck", "uk", "ug", "tyg", "周", "週", "주")

UNTIL = (
    r"by|until|till?|before|no later than|due|latest|next|coming|this coming|bis|vor|spätestens|nächste[nrms]?|kommende[nrms]?|avant|d'ici|jusqu'à|"
    r"jusqu'au|pour|antes de|antes del|hasta|para|próxim[oa]|entro|prima di|prossim[oa]|até|antes da|voor|tegen|uiterlijk|volgende|komende|tot|"
    r"senast|innan|före|nästa|på|før|senest|innen|neste|næste|do|przed|najbliższ\w+|najpóźniej|下|于|在|来|다음"
)
AFTER_UNTIL = r"之?前|まで|까지|prochaine?|prossim[oa]|que viene|next week|in der nächsten"
PASSED = (
    r"last|past|since|letzte[nrms]?|vergangene[nrms]?|vorige[nrms]?|seit|depuis|desde|dal|da|passad[oa]|sinds|vorige|afgelopen|"
    r"sedan|siden|sist|sidste|forrige|förra|i|ostatni\w*|zeszł\w+|od|w|上|上个|先|지난"
)
AFTER_PASSED = r"dernière?|pasad[oa]|scors[oa]|passad[oa]|以来|から|부터"
