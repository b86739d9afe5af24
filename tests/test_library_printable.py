"""What of a past escalation another customer's brief may show."""

from __future__ import annotations

import pytest

from knowledge.identifiers import asks_for_names_alone, identifiers
from knowledge.library import Hit, printable


def hit(account: str | None, text: str, **more: object) -> Hit:
    found = {"id": "A", "title": text, "score": 0.7, "cosine": 0.7, "why": f"Its title: “{text}”", "precedent": True}
    return Hit.model_validate({**found, "account": account, **more})


@pytest.mark.parametrize(
    ("account", "text"),
    [
        ("Brackwater Pallets Ltd", "Brackwater Pallets Ltd. was stopped"),
        ("Brackwater Pallets Ltd", "brackwater pallets was stopped"),
        ("Brackwater Pallets Ltd", "We told Brackwater's buyer and BRACKWATER"),
        ("Brackwater Pallets Ltd", "see portal.brackwaterpallets.example/x and @brackwaterpallets"),
        ("Halden & Moor Insurance plc", "Halden & Moor said; Halden agreed; Moor too"),
        ("Lodenfels Präzision GmbH & Co. KG", "Bei Lodenfels steht die Linie, Lodenfels Präzision wartet"),
        ("Société Brévannes SARL", "Brévannes attend"),
        ("云杉生活百货有限公司", "云杉生活百货的三家门店超卖"),
        ("みずうみ記念病院", "みずうみ記念病院で重複"),
        ("Quillon-Parcel Inc.", "quillon_parcel hotline"),
    ],
)
def test_no_spelling_of_the_account_is_left(account: str, text: str) -> None:
    shown = printable(hit(account, text, problem=text, cause=text, resolution=text, outcome=text, concession=text))
    for word in (
        account,
        *[w for w in account.replace("&", " ").split() if len(w) > 3 and w not in {"Insurance", "GmbH"}],
    ):
        assert word.casefold() not in shown.model_dump_json().casefold()
    assert "another customer" in shown.title
    assert shown.score == 0.7


def test_common_words_of_a_name_stay_words() -> None:
    text = "General Health Systems asked; the general health of the system is fine"
    assert printable(hit("General Health Systems Inc", text)).title == (
        "another customer asked; the general health of the system is fine"
    )


def test_the_trade_stands_in_for_the_name_and_everything_else_is_dropped() -> None:
    found = hit(
        "Tavola Sei", "Tavola Sei lost payments", trade="restaurants", aliases=["T6"], threads=["9"], note="T6!"
    )
    shown = printable(found)
    assert shown.title == "another customer (restaurants) lost payments"
    assert (shown.account, shown.aliases, shown.threads) == (None, (), ())
    assert "T6" not in shown.model_dump_json()


def test_addresses_telephone_numbers_and_telling_ids_are_masked() -> None:
    shown = printable(hit("Ridgeway", "call +44 20 7946 0958 or jo@ridgeway.example", id="ridgeway-2021"))
    assert shown.title == "call [phone] or [address]"
    assert "ridgeway" not in shown.id
    assert printable(hit(None, "nobody's")).title == "nobody's"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Error E-4021 after v7.3.1, HTTP 503.", {"e-4021", "v7.3.1", "code 503"}),
        ("ticket no. 123456, #4411 and CASE-00123", {"#123456", "#4411", "case-00123"}),
        (
            "ORA-00942 ERR_CONN_RESET 0x80070005 TimeoutException",
            {"ora-00942", "err_conn_reset", "0x80070005", "timeoutexception"},
        ),
        ("错误码50312，版本：3.2，工单号 88123", {"code 50312", "v3.2", "#88123"}),
        ("release 12.04 and firmware 2.0.9-rc1", {"v12.04", "v2.0.9-rc1"}),
        ("2026-04-12, 12.04.2024, USD 120000, USD120000, Q3-2024, FY2024, ISO27001, 10.5 hours, 1,200.50", set()),
    ],
)
def test_identifiers_are_codes_versions_and_numbers_but_no_dates_amounts_or_standards(
    text: str, found: set[str]
) -> None:
    assert identifiers(text) == found


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("E-4021", True),
        ("error code 50312", True),
        ("nginx/1.18.0, srv-db-03", True),
        ("E-4021 at night", False),
        ("help", False),
    ],
)
def test_a_query_of_nothing_but_names_is_recognised(text: str, *, alone: bool) -> None:
    assert asks_for_names_alone(text) is alone
