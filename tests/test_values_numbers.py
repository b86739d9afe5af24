"""Numbers, units, money and periods as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from agent.values.money import MoneySpan, currencies_shown, currency_names, money_in
from agent.values.numbers import decimal_evidence, numbers_in
from agent.values.periods import period_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("1\u202f234,56", "1234.56"),
        ("1'234", "1234"),
        ("12,40,000", "1240000"),
        ("１２３", "123"),
        ("48万", "480000"),
        ("48 万", "480000"),
        ("1.2億", "120000000"),
        ("46.8k", "46800"),
        ("2.1M", "2100000"),
        ("3 Mio", "3000000"),
        ("12 lakh", "1200000"),
        ("1.5 crore", "15000000"),
        ("4 mil", "4000"),
        ("$2.1m", "2100000"),
        ("120 TEUR", "120000"),
        ("86 k€", "86000"),
        ("4,800만", "48000000"),
        ("the 30th", "30"),
        ("63-seat", "63"),
        ("24h", "24"),
        ("120000EUR", "120000"),
        ("fifty grand", "50000"),
        ("twenty-five", "25"),
        ("四十八万", "480000"),
        ("两家", "2"),
        ("2 150 000", "2150000"),
    ],
)
def test_a_figure_has_its_value_in_every_locale(text: str, value: str):
    assert [n.value for n in numbers_in(text)] == [Decimal(value)]


@pytest.mark.parametrize(
    "text",
    ["v8.14", "INV-20417", "8.13.4", "203.0.113.77", "#40718", "26-118834", "bcs-44817-a", "python-requests/2.31"],
)
def test_an_identifier_that_holds_digits_is_no_number(text: str):
    assert [n.kind for n in numbers_in(text)] == ["identifier"]


def test_an_ambiguous_figure_names_its_other_reading():
    (number,) = numbers_in("12,400")
    assert (number.value, number.alternatives) == (Decimal(12400), (Decimal("12.4"),))
    (number,) = numbers_in("1.234", decimal=".")
    assert (number.value, number.alternatives) == (Decimal("1.234"), (Decimal(1234),))


def test_the_decimal_mark_of_a_thread_is_learnt_from_figures_that_leave_no_doubt():
    assert decimal_evidence(["9.600,00 €"]) == ","
    assert decimal_evidence(["9,600.00", "12.400"]) == "."
    assert decimal_evidence(["12,400"]) is None
    assert decimal_evidence(["9,600.00", "9.600,00"]) is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("15 min", "minute"),
        ("24h", "hour"),
        ("25 %", "percent"),
        ("3 Tage", "day"),
        ("7 天", "day"),
        ("2 semaines", "week"),
        ("5 GB", "gigabyte"),
        ("63 users", None),
    ],
)
def test_a_unit_is_named_alike_in_every_language(text: str, unit: str | None):
    assert numbers_in(text)[0].unit == unit


@pytest.mark.parametrize("text", ["一直", "十分满意", "星期三", "千万不要", "万一", "one of them"])
def test_words_that_only_hold_a_numeral_are_no_number(text: str):
    assert numbers_in(text) == []


def shape(span: MoneySpan) -> tuple[str, str | None, str | None]:
    return f"{span.amount.normalize():f}", span.currency, span.per


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Billing: 12,400 / month (USD)", ("12400", "USD", "month")),
        ("€95.000 per year", ("95000", "EUR", "year")),
        ("$4,900 a month all in", ("4900", "USD", "month")),
        ("7.200 € im Monat", ("7200", "EUR", "month")),
        ("年费 48 万(人民币)", ("480000", "CNY", "year")),
        ("A$210k", ("210000", "AUD", None)),
        ("R$ 2 mi por ano", ("2000000", "BRL", "year")),
        ("4 500 kr/mån", ("4500", None, "month")),
        ("SEK 1 200 000 om året", ("1200000", "SEK", "year")),
        ("120 000 zł rocznie", ("120000", "PLN", "year")),
        ("月額 ¥350,000", ("350000", "JPY", "month")),
        ("年額 4,200,000円", ("4200000", "JPY", "year")),
        ("₹ 12 lakh per annum", ("1200000", "INR", "year")),
        ("Rs. 12,40,000 p.a.", ("1240000", "INR", "year")),
        ("CHF 48'000 pro Jahr", ("48000", "CHF", "year")),
        ("Fr. 48'000", ("48000", "CHF", None)),
        ("18.000 € al año", ("18000", "EUR", "year")),
        ("€ 1.250 per kwartaal", ("1250", "EUR", "quarter")),
        ("연간 4,800만 원", ("48000000", "KRW", "year")),
        ("126万/yr", ("1260000", None, "year")),
        ("2 750 € par an", ("2750", "EUR", "year")),
        ("26.400 € all'anno", ("26400", "EUR", "year")),
        ("MRR of 12,400", ("12400", None, "month")),
        ("ACV 58,800", ("58800", None, "year")),
        ("₺ 90.000 yıl", ("90000", "TRY", None)),
        ("48万元/年", ("480000", "CNY", "year")),
    ],
)
def test_an_amount_has_its_currency_and_period_as_far_as_they_are_shown(
    text: str, shown: tuple[str, str | None, str | None]
):
    assert [shape(m) for m in money_in(text)] == [shown]


def test_each_amount_of_a_sentence_keeps_its_own_period():
    text = "ARR: $46.8k, MRR: $3.9k; vereinbart sind 7.200 € im Monat, also 86.400 € im Jahr"
    assert [m.per for m in money_in(text)] == ["year", "month", "month", "year"]


def test_a_bare_mark_takes_the_currency_that_the_thread_shows():
    assert currencies_shown(["A$210k out the door", "no other"]) == {"$": "AUD"}
    assert currencies_shown(["A$210k", "US$5"]) == {"$": ""}
    assert money_in("$500", shown={"$": ""})[0].currency is None
    assert currencies_shown(["ventas@panaderia.com.mx"]) == {"$": "MXN"}
    assert money_in("$500", shown={"$": "AUD"})[0].currency == "AUD"
    assert money_in("500 kr", shown=currencies_shown(["alla priser i SEK"]))[0].currency == "SEK"
    assert money_in("¥500", shown=currencies_shown(["お世話になっております"]))[0].currency == "JPY"


def test_a_code_behind_the_figure_says_more_than_the_bare_mark_before_it():
    assert money_in("$3,450 MXN / mes")[0].currency == "MXN"
    assert money_in("$120,000 (AUD) per year")[0].currency == "AUD"
    assert money_in("$5 to 7 AUD")[0].currency == "USD"


def test_a_count_of_things_is_no_money():
    assert money_in("we lost 63 seats a month and 46 pallets") == []


def test_a_label_names_its_period_and_its_currency():
    assert period_of("Annual contract value") == "year"
    assert period_of("monthly and yearly") is None
    assert currency_names("Value (EUR)") == ("EUR",)
    assert currency_names("try again") == ()
