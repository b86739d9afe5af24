from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from agent.accounts import AccountBook, Joined
from agent.accounts_match import bare_name
from agent.errors import AccountsError
from agent.evidence import Evidence
from agent.facts import Fact, Facts, Money
from agent.policy import Policy
from agent.ticket import Message, Party, RecordField, Ticket

if TYPE_CHECKING:
    from pathlib import Path

POLICY = Policy.load()
SHEET = (
    "Account Name,Account ID,Account Owner,CSM,ARR,ARR Currency,Contract End Date,Segment,Website,Account Health\n"
    'Tarnbeck Dairy Ltd,A-1001,Piet Oosting,Una Brandt,"148,800.00",EUR,9/30/2031,Mid-Mkt,https://www.tarnbeck.example/,Yellow\n'
    "Tarnholm Foods GmbH,A-1002,,Ines Graf,64000,EUR,1/2/2032,Gold,tarnholm.example,\n"
)


def ticket(text: str = "", *, people: tuple[Party, ...] = (), fields: tuple[RecordField, ...] = ()) -> Ticket:
    return Ticket(
        source_format="text", digest="0" * 64, messages=(Message(id="m1", text=text),), people=people, fields=fields
    )


def customer(email: str) -> tuple[Party, ...]:
    return (Party(name="Ilse Vos", role="customer", email=email),)


def book(tmp_path: Path, sheet: str | bytes) -> AccountBook:
    path = tmp_path / "crm.csv"
    path.write_bytes(sheet if isinstance(sheet, bytes) else sheet.encode())
    return AccountBook.read(path)


def joined(
    tmp_path: Path, name: str | None, sheet: str | bytes = SHEET, about: Ticket | None = None, **known: str
) -> Joined:
    facts = Facts(**{f: Fact(value=v, source="vendor") for f, v in {"account_name": name, **known}.items() if v})
    return book(tmp_path, sheet).join(facts, about or ticket(), POLICY)


def test_the_record_fills_what_the_thread_leaves_open(tmp_path: Path):
    facts = joined(tmp_path, "Tarnbeck Dairy").facts
    assert (facts.account_tier.value, facts.arr.value) == ("Mid-Market", Money(amount=148800, currency="EUR"))
    assert (facts.csm.value, facts.account_owner.value) == ("Una Brandt", "Piet Oosting")
    assert (facts.renewal_date.value, facts.renewal_risk.value) == ("2031-09-30", "amber")


def test_what_the_record_gives_cites_its_row_and_the_cells_words(tmp_path: Path):
    arr = joined(tmp_path, "Tarnbeck Dairy").facts.arr
    assert arr.source == "record"
    assert arr.evidence == (
        Evidence(message="accounts:2", start=0, end=10, quote="148,800.00"),
        Evidence(message="accounts:2", start=0, end=3, quote="EUR"),
    )


def test_the_thread_wins_and_the_difference_is_shown(tmp_path: Path):
    found = joined(tmp_path, "Tarnbeck Dairy", csm="Kim Example")
    assert found.facts.csm.value == "Kim Example"
    assert [(d.field, d.kept, d.other) for d in found.disputes] == [("csm", "Kim Example", "Una Brandt")]
    assert "row 2" in found.disputes[0].reason


def test_equal_values_are_no_dispute(tmp_path: Path):
    found = joined(tmp_path, "TARNBECK DAIRY", csm="una brandt", renewal_date="2031-09-30", account_tier="Mid-Market")
    assert found.disputes == ()


def test_a_vacant_cell_stays_missing(tmp_path: Path):
    for word in ("", "-", "n/a", "vacant", "n. n.", "待定"):
        sheet = f"Account,Account Owner\nTarnbeck,{word}\n"
        assert not joined(tmp_path, "Tarnbeck", sheet).facts.account_owner.known


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tarnbeck Dairy Ltd", "tarnbeck dairy"),
        ("Müller Söhne GmbH & Co. KG", "Muller Sohne"),
        ("Hotéis Azul, Lda.", "Hoteis Azul"),
        ("Foo Oy", "FOO"),
        ("株式会社青空", "青空"),
        ("晴空物流有限公司", "晴空物流"),
        ("Adria Nord d.o.o.", "Adria Nord"),
        ("Kancha Agro Pvt. Ltd.", "Kancha Agro"),
        ("Firma Polna Sp. z o.o.", "Firma Polna"),
        ("주식회사 한빛", "한빛"),
        ("Smith & Sons", "Smith and Sons"),
    ],
)
def test_a_name_is_the_same_under_its_legal_form_case_and_accents(one: str, other: str):
    assert bare_name(one) == bare_name(other) != ""


def test_a_spelling_variant_is_the_same_account(tmp_path: Path):
    for name in ("Mueller Söhne", "Müller Soehne GmbH", "Muller Sohne"):
        assert (
            joined(tmp_path, name, "Kunde;Betreuung (CSM)\nMüller Söhne AG;Una Brandt\n").facts.csm.value
            == "Una Brandt"
        )


@pytest.mark.parametrize(
    "name", ["Tarn", "Tarnbeck", "Tarnbock Dairies", "Tarnbeck Dairy 2", "Dairy", "Northern Tarnbeck Dairy"]
)
def test_a_name_that_is_only_like_it_is_not_taken(tmp_path: Path, name: str):
    found = joined(tmp_path, name)
    assert not found.facts.csm.known
    assert len(found.warnings) == 1


def test_a_place_behind_the_legal_form_is_no_part_of_the_name(tmp_path: Path):
    found = joined(tmp_path, "Tarnbeck Dairy Ltd., Leeds")
    assert found.facts.csm.value == "Una Brandt"
    assert found.disputes == ()


def test_an_account_that_is_only_mentioned_is_a_candidate_and_not_taken(tmp_path: Path):
    found = joined(tmp_path, None, about=ticket("It is the same as with Tarnholm Foods last year."))
    assert found.candidates == ("Tarnholm Foods GmbH (row 3)",)
    assert not found.facts.account_name.known


def test_two_rows_of_one_name_are_asked_and_not_taken(tmp_path: Path):
    found = joined(tmp_path, "Tarnbeck", "Account,CSM\nTarnbeck GmbH,Una Brandt\nTarnbeck Ltd,Ines Graf\n")
    assert not found.facts.csm.known
    assert found.candidates == ("Tarnbeck GmbH (row 2)", "Tarnbeck Ltd (row 3)")
    assert "Tarnbeck GmbH (row 2) or Tarnbeck Ltd (row 3)" in found.warnings[0]


def test_the_legal_form_settles_which_of_two_is_meant(tmp_path: Path):
    assert (
        joined(
            tmp_path, "Tarnbeck Ltd", "Account,CSM\nTarnbeck GmbH,Una Brandt\nTarnbeck Ltd,Ines Graf\n"
        ).facts.csm.value
        == "Ines Graf"
    )


def test_the_mail_domain_settles_which_of_two_is_meant(tmp_path: Path):
    sheet = "Account,Website,CSM\nTarnbeck,tarnbeck.example,Una Brandt\nTarnbeck,tarnbeck.test,Ines Graf\n"
    about = ticket(people=customer("ilse@mail.tarnbeck.test"))
    assert joined(tmp_path, "Tarnbeck", sheet, about).facts.csm.value == "Ines Graf"


def test_an_unnamed_account_is_found_by_the_domain_of_its_people(tmp_path: Path):
    facts = joined(tmp_path, None, about=ticket(people=customer("ilse@tarnbeck.example"))).facts
    assert (facts.account_name.value, facts.account_name.source) == ("Tarnbeck Dairy Ltd", "record")


def test_our_own_peoples_domain_and_free_mail_find_nothing(tmp_path: Path):
    ours = (Party(name="Kim", role="vendor", email="kim@tarnbeck.example"),)
    assert not joined(tmp_path, None, about=ticket(people=ours)).facts.account_name.known
    sheet = "Account,Website,CSM\nTarnbeck,gmail.com,Una Brandt\n"
    assert not joined(tmp_path, None, sheet, ticket(people=customer("ilse@gmail.com"))).facts.csm.known


def test_an_account_is_found_by_the_id_in_the_tickets_fields(tmp_path: Path):
    fields = (RecordField(label="Account ID", value="A-1001", message="m1", start=0, end=6),)
    assert joined(tmp_path, None, about=ticket("A-1001", fields=fields)).facts.csm.value == "Una Brandt"
    other = (RecordField(label="Ticket ID", value="A-1001", message="m1", start=0, end=6),)
    assert not joined(tmp_path, None, about=ticket("A-1001", fields=other)).facts.csm.known


@pytest.mark.parametrize(
    "text",
    [
        "Piet Oosting left in February and nobody has his patch.",
        "Piet has left us",
        "our former account executive Piet Oosting",
        "Piet Oosting ist nicht mehr bei uns",
        "ex-owner Piet Oosting",
        "Piet Oosting, who left in May, sold it",
        "Oosting no longer works here",
    ],
)
def test_an_owner_who_has_left_by_the_threads_word_is_not_taken(tmp_path: Path, text: str):
    found = joined(tmp_path, "Tarnbeck Dairy", about=ticket(text))
    assert not found.facts.account_owner.known
    assert "has left" in found.warnings[0]
    assert found.facts.csm.value == "Una Brandt"


@pytest.mark.parametrize(
    "text",
    [
        "Piet Oosting will see what is left.",
        "The former CSM was Al; now ask Piet Oosting.",
        "They left it to Piet Oosting.",
    ],
)
def test_an_owner_who_is_there_is_taken_though_the_thread_speaks_of_leaving(tmp_path: Path, text: str):
    assert joined(tmp_path, "Tarnbeck Dairy", about=ticket(text)).facts.account_owner.value == "Piet Oosting"


def test_people_known_to_have_left_are_not_taken(tmp_path: Path):
    facts = Facts(account_name=Fact(value="Tarnbeck Dairy", source="vendor"))
    found = book(tmp_path, SHEET).join(facts, ticket(), POLICY, left=frozenset({"P. Oosting"}))
    assert not found.facts.account_owner.known


@pytest.mark.parametrize(
    ("sheet", "amount", "currency", "note"),
    [
        ('Company name,MRR (USD)\nTarnbeck,"1,200.50"\n', 14406, "USD", "12 x USD 1,200.50"),
        ("客户名称,年费（万元）\nTarnbeck,48\n", 480000, "CNY", None),
        ("取引先名,月額\nTarnbeck,40000円\n", 480000, "JPY", "12 x JPY 40,000"),
        ("Kunde;Vertragswert p. a.;Währung\nTarnbeck;61.714,00;EUR\n", 61714, "EUR", None),
        ("Organization - Name,Organization - ARR\nTarnbeck,USD 5000\n", 5000, "USD", None),
        ("Account,ARR in EUR\nTarnbeck,5000\n", 5000, "EUR", None),
        ("account_name,arr\nTarnbeck,GBP 24480\n", 24480, "GBP", None),
        ("Cliente;Mensalidade\nTarnbeck;R$ 9.350,00\n", 112200, "BRL", "12 x BRL 9,350"),
    ],
)
def test_amounts_are_yearly_in_the_currency_that_the_sheet_shows(
    tmp_path: Path, sheet: str, amount: float, currency: str, note: str | None
):
    arr = joined(tmp_path, "Tarnbeck", sheet).facts.arr
    assert (arr.value, arr.note) == (Money(amount=amount, currency=currency), note)


@pytest.mark.parametrize(
    ("sheet", "says"),
    [
        ("Account,ARR\nTarnbeck,5000\n", "without a currency"),
        ("Account,ARR (USD)\nTarnbeck,-5000\n", "no single amount"),
        ("Account,ARR (USD)\nTarnbeck,1000-2000\n", "no single amount"),
        ("Account,Renewal Date\nTarnbeck,3/4/2032\n", "2032-04-03 or 2032-03-04"),
        ("Account,Renewal Date\nTarnbeck,soon\n", "no date"),
        ("Account,Segment\nTarnbeck,Platinum\n", "does not know"),
        ("Account,CSM\nTarnbeck,una@x.example\n", "nobody's name"),
        ("Account,Owner\nTarnbeck,Integration User\n", "nobody's name"),
    ],
)
def test_a_cell_that_leaves_a_doubt_is_not_taken_and_said(tmp_path: Path, sheet: str, says: str):
    found = joined(tmp_path, "Tarnbeck", sheet)
    assert found.facts == Facts(account_name=Fact(value="Tarnbeck", source="vendor"))
    assert says in found.warnings[0]
    assert "row 2" in found.warnings[0]


def test_the_customers_own_turnover_is_not_what_it_pays_us(tmp_path: Path):
    for header in ("Annual Revenue", "AnnualRevenue", "Jahresumsatz", "Total contract value"):
        assert not joined(tmp_path, "Tarnbeck", f"Account,{header}\nTarnbeck,USD 5000000\n").facts.arr.known


def test_the_order_of_day_and_month_is_told_from_the_whole_column(tmp_path: Path):
    sheet = "Account,Renewal Date\nTarnbeck,3/4/2032\nOther,25/12/2031\n"
    assert joined(tmp_path, "Tarnbeck", sheet).facts.renewal_date.value == "2032-04-03"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_encodings_and_delimiters_are_found_out(tmp_path: Path, encoding: str, mark: str):
    rows = [["Kunde", "Betreuung (CSM)", "Vertrieb"], ["Bäckerei Grün", "Jörg Ähre", "Zoë Façade"]]
    sheet = "\r\n".join(mark.join(row) for row in rows).encode(encoding)
    facts = joined(tmp_path, "Bäckerei Grün", sheet).facts
    assert (facts.csm.value, facts.account_owner.value) == ("Jörg Ähre", "Zoë Façade")


def test_a_chinese_export_in_its_own_encoding_is_read(tmp_path: Path):
    sheet = "客户名称,客户等级,客户成功经理,合同到期日\n晴空物流有限公司,中型企业,王小明,2031-07-31\n".encode("gb18030")
    facts = joined(tmp_path, "晴空物流", sheet).facts
    assert (facts.csm.value, facts.account_tier.value, facts.renewal_date.value) == (
        "王小明",
        "Mid-Market",
        "2031-07-31",
    )


def test_titles_above_the_header_and_the_sep_line_of_excel_are_no_trouble(tmp_path: Path):
    assert (
        joined(tmp_path, "Tarnbeck", "Accounts by owner\n\nAccount Name,CSM\nTarnbeck,Una Brandt\n").facts.csm.value
        == "Una Brandt"
    )
    assert (
        joined(tmp_path, "Tarnbeck", "sep=#\nAccount Name#CSM\nTarnbeck#Una Brandt\n").facts.csm.value == "Una Brandt"
    )


def test_the_contacts_title_is_taken_only_for_that_contact(tmp_path: Path):
    sheet = "Account,Primary Contact,Contact Title\nTarnbeck,Ilse Vos,Head of Planning\n"
    assert joined(tmp_path, "Tarnbeck", sheet, contact_name="Ilse Vos").facts.contact_role.value == "Head of Planning"
    assert not joined(tmp_path, "Tarnbeck", sheet, contact_name="Max Roth").facts.contact_role.known


def test_an_account_that_is_not_there_is_said(tmp_path: Path):
    found = joined(tmp_path, "Elsewhere Inc")
    assert "no row for the account 'Elsewhere Inc'" in found.warnings[0]
    assert found.candidates == ()


@pytest.mark.parametrize(
    ("sheet", "says"),
    [
        (b"", "is empty"),
        (b"a,b\n1,2\n", "row 1: no column names the account"),
        (b"PK\x03\x04zip", "not CSV"),
        (b"Account,CSM\nTarn,Una,Brandt\n", "row 2, column 3"),
        (b'Account,CSM\nTarn,"Una\n', "line 2"),
        (b"\x00\x01\x02\x80\xff", "binary"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(tmp_path: Path, sheet: bytes, says: str):
    with pytest.raises(AccountsError) as caught:
        book(tmp_path, sheet)
    assert says in caught.value.message
    assert caught.value.fix
    assert caught.value.exit_code == 2


def test_a_missing_file_and_a_directory_are_named(tmp_path: Path):
    with pytest.raises(AccountsError, match="cannot be read"):
        AccountBook.read(tmp_path / "none.csv")
    with pytest.raises(AccountsError, match="directory"):
        AccountBook.read(tmp_path)
