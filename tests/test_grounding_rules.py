"""What each field asks of its quotes, and how the last of several claims wins."""

from __future__ import annotations

import pytest
from test_grounding_tickets import claim, message, person, ticket

from agent.claims import Claim, Reading, Signal
from agent.facts import ActionTaken, Money, TimelineEntry
from agent.grounding import Grounded, ground
from agent.ticket import Mark, RecordField, Ticket

VENDOR, CUSTOMER = "vendor", "customer"


def note(text: str, *, role: str = VENDOR, author: str = "Odile Farrant") -> Ticket:
    """A ticket of one note by somebody of our side, written on a Wednesday."""
    people = (person("Odile Farrant", "vendor"), person("Hamo Thrale", "customer"))
    return ticket(
        message(1, "2026-04-22T09:20", author, "customer" if role == CUSTOMER else "vendor", text, public=False),
        people=people,
    )


def judge(of: Ticket, *claims: Claim) -> Grounded:
    return ground(Reading(claims=claims), of)


def codes(of: Ticket, *claims: Claim) -> list[str]:
    return [r.code for r in judge(of, *claims).refused]


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("They pay £46,800 a year.", 46800, "GBP"),
        ("ARR 46.8k GBP", 46800, "GBP"),
        ("年费 48 万元", 480000, "CNY"),
        ("ACV: 12,40,000 INR", 1240000, "INR"),
        ("86.400 € im Jahr", 86400, "EUR"),
        ("Rs. 12 lakh per annum", 1200000, "INR"),
        ("CHF 48'000 pro Jahr", 48000, "CHF"),
        ("they pay A$9,500 annually", 9500, "AUD"),
    ],
)
def test_a_yearly_amount_stands_with_its_figure_currency_and_period(text: str, amount: float, currency: str):
    fact = judge(note(text), claim("arr", Money(amount=amount, currency=currency), (1, text))).facts.arr
    assert fact.value == Money(amount=amount, currency=currency)


@pytest.mark.parametrize(
    ("text", "amount", "code"),
    [
        ("They pay £46,800.", 46800, "period"),
        ("The three-year total (TCV) is £46,800.", 46800, "period"),
        ("They pay £46,800 a year.", 46900, "number"),
        ("They pay 46,800 a year.", 46800, "currency"),
        ("The invoice of £6,120 was debited twice.", 6120, "period"),
    ],
)
def test_an_amount_without_its_period_currency_or_figure_falls(text: str, amount: float, code: str):
    assert codes(note(text), claim("arr", Money(amount=amount, currency="GBP"), (1, text))) == [code]


def test_a_quarterly_fee_is_multiplied_by_four_and_a_wrong_product_falls():
    text = "The fee is €9,000 per quarter."
    right = claim("arr", Money(amount=36000, currency="EUR"), (1, text), per="quarterly")
    wrong = claim("arr", Money(amount=108000, currency="EUR"), (1, text), per="monthly")
    assert judge(note(text), right).facts.arr.note == "4 x 9,000 = 36,000 EUR"
    assert codes(note(text), wrong) == ["period"]


def test_another_accounts_record_proves_nothing_of_this_one():
    text = "Similar: Pellgate Foods, Enterprise, 34,200 / year (USD)"
    of = note(text)
    start = text.index("34,200")
    field = RecordField(label="ARR", value="34,200", message="m1", start=start, end=start + 6, about="Pellgate Foods")
    of = of.model_copy(update={"fields": (field,)})
    assert codes(of, claim("arr", Money(amount=34200, currency="USD"), (1, "34,200 / year (USD)"))) == ["other_account"]


@pytest.mark.parametrize(
    ("text", "value", "stands"),
    [
        ("I moved them from green to amber", "amber", True),
        ("I moved them from green to amber", "green", False),
        ("Health was green in April", "green", False),
        ("之前记的 green,现在改成 amber", "amber", True),
        ("Ampel steht auf Gelb", "gelb", True),
        ("Ampel steht auf Gelb", "red", False),
        ("They are unhappy", "red", False),
        ("le compte passe au rouge", "red", True),
        ("リスクは赤です", "red", True),
    ],
)
def test_the_colour_is_the_one_that_the_quote_ends_on(text: str, value: str, *, stands: bool):
    assert (codes(note(text), claim("renewal_risk", value, (1, text))) == []) is stands


@pytest.mark.parametrize(
    ("text", "value", "kept"),
    [
        ("Segment: Mid-Mkt", "Mid-Market", "Mid-Market"),
        ("tier_enterprise", "Enterprise", "Enterprise"),
        ("SMB book", "SMB", "SMB"),
        ("not Enterprise", "Enterprise", None),
        ("Mid-market book", "Enterprise", None),
    ],
)
def test_a_tier_is_known_by_its_synonyms(text: str, value: str, kept: str | None):
    assert judge(note(text), claim("account_tier", value, (1, text))).facts.account_tier.value == kept


def test_a_policys_own_tier_is_known_by_the_words_it_brings():
    text = "They are on Harbour level."
    reading = Reading(claims=(claim("account_tier", "Strategic", (1, text)),))
    assert ground(reading, note(text), tiers={"Strategic": ("Harbour level",)}).facts.account_tier.value == "Strategic"


@pytest.mark.parametrize(
    ("text", "day", "stands"),
    [
        ("They come up for renewal on 30/09/2026.", "2026-09-30", True),
        ("Contract runs until end of June 2026.", "2026-06-30", True),
        ("Please fix it by 30 September 2026.", "2026-09-30", False),
        ("Contract ends 3/9/2026.", "2026-09-03", True),
        ("Contract runs until June 2026.", "2026-06-30", False),
        ("Contract ends 30/09/2026.", "2026-09-03", False),
    ],
)
def test_a_renewal_date_is_a_day_that_ends_the_contract(text: str, day: str, *, stands: bool):
    assert (codes(note(text), claim("renewal_date", day, (1, text))) == []) is stands


def test_a_cause_is_our_sides_and_an_ask_the_customers():
    text = "One of your contractors leaked the token. Please send us the log."
    theirs, ours = note(text, role=CUSTOMER, author="Hamo Thrale"), note("The cache drops long keys.")
    theirs = theirs.model_copy(update={"messages": (theirs.messages[0].model_copy(update={"public": True}),)})
    both = ticket(
        theirs.messages[0],
        message(2, "2026-04-22T10:00", "Odile Farrant", "vendor", "The cache drops long keys."),
        people=theirs.people,
    )
    assert codes(
        both,
        claim(
            "root_cause", "One of your contractors leaked the token.", (1, "One of your contractors leaked the token.")
        ),
    ) == ["source"]
    assert codes(both, claim("customer_ask", "The cache drops long keys.", (2, "The cache drops long keys."))) == [
        "source"
    ]
    assert codes(both, claim("customer_ask", "Please send us the log.", (1, "Please send us the log."))) == []
    assert codes(ours, claim("root_cause", "The cache drops long keys.", (1, "The cache drops long keys."))) == []


def test_our_side_may_report_what_the_customer_asks():
    text = "Hamo wants the log by Friday."
    assert codes(note(text), claim("customer_ask", "The log by Friday 24 April.", (1, text))) == []


def test_an_entry_carries_a_day_of_its_quote_or_of_its_message_and_no_other():
    text = "Last night two lorries were turned away."
    for day, code in (("2026-04-21", []), ("2026-04-22", []), ("2026-04-20", ["date"]), ("yesterday", ["value"])):
        assert (
            codes(
                note(text), claim("timeline", TimelineEntry(date=day, event="two lorries were turned away"), (1, text))
            )
            == code
        )


def test_a_time_of_an_entry_is_in_the_quote_or_the_messages_own():
    text = "Token revoked 22:41Z."
    for at, code in (("2026-04-22T22:41", []), ("2026-04-22T09:20", []), ("2026-04-22T22:14", ["time"])):
        assert codes(note(text), claim("timeline", TimelineEntry(date=at, event="Token revoked"), (1, text))) == code


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("(1) Refund of £6,120; (2) a call by noon on Tuesday 28 April", []),
        ("Refund of £6,210", ["currency"]),
        ("A call by Wednesday 29 April", ["date"]),
        ("A call by 3 pm on Tuesday", ["time"]),
        ("Refund of 6,120 kg", ["unit"]),
        ("Refund of £6,120 for INV-20417", ["identifier"]),
        ("Refund of £6,120 and a call to Graham Tull", ["name"]),
        ("No refund of £6,120", ["negation"]),
    ],
)
def test_a_paraphrase_may_choose_its_words_but_not_its_facts(value: str, code: list[str]):
    text = "We want the £6,120 refunded and somebody senior to call us by noon on Tuesday."
    assert codes(note(text, role=CUSTOMER, author="Hamo Thrale"), claim("customer_ask", value, (1, text))) == code


@pytest.mark.parametrize(
    ("text", "value", "code"),
    [
        ("intro email to Darren 3 March - nothing", "intro email to Darren: nothing", []),
        ("intro email to Darren 3 March - an answer", "intro email to Darren: nothing", ["negation"]),
        ('"Not one came." "I couldn\'t tell you."', '"Not one came." "I couldn\'t tell you."', []),
        ('"One came." "I couldn\'t tell you."', '"Not one came." "I couldn\'t tell you."', ["negation"]),
    ],
)
def test_a_no_that_stands_alone_or_in_quotation_marks_is_the_quotes_own(text: str, value: str, code: list[str]):
    assert codes(note(text, role=CUSTOMER, author="Hamo Thrale"), claim("nature", value, (1, text))) == code


def test_a_sentence_that_shares_no_word_with_its_quotes_is_not_theirs():
    text = "Every third pallet is dropped by the scanner."
    value = "Every third pallet is dropped. The supplier promised free hardware replacement."
    assert codes(note(text), claim("nature", value, (1, text))) == ["content"]


def test_the_last_claim_that_stands_wins_and_the_other_is_marked_as_superseded():
    old, new = "The contract ends 30 June 2026.", "The contract now ends 30/09/2026, the old date is wrong."
    of = ticket(
        message(1, "2026-04-20", "Odile Farrant", "vendor", old),
        message(2, "2026-04-22", "Odile Farrant", "vendor", new),
    )
    result = judge(of, claim("renewal_date", "2026-06-30", (1, old)), claim("renewal_date", "2026-09-30", (2, new)))
    assert result.facts.renewal_date.value == "2026-09-30"
    assert [(d.field, d.kept, d.other) for d in result.disputes] == [("renewal_date", "2026-09-30", "2026-06-30")]
    assert result.disputes[0].reason == "superseded: m2 was written after m1"
    assert result.disputes[0].evidence[0].quote == old


def test_a_claim_that_falls_leaves_the_weaker_one_standing():
    text = "The contract ends 30/09/2026."
    result = judge(
        note(text), claim("renewal_date", "2026-09-30", (1, text)), claim("renewal_date", "2026-09-03", (1, text))
    )
    assert result.facts.renewal_date.value == "2026-09-30"
    assert result.disputes == ()


def test_entries_are_kept_once_and_in_the_order_of_their_days():
    text = "Reported on 13 April. Fixed on 17 April."
    later, sooner = TimelineEntry(date="2026-04-17", event="Fixed"), TimelineEntry(date="2026-04-13", event="Reported")
    claims = (
        claim("timeline", later, (1, text)),
        claim("timeline", sooner, (1, text)),
        claim("timeline", later, (1, text)),
    )
    value = judge(note(text), *claims).facts.timeline.value
    assert [e.date for e in value or ()] == ["2026-04-13", "2026-04-17"]


def test_a_signal_stands_with_its_quote_and_loses_a_detail_that_says_more():
    text = "We shall speak to our lawyers on Friday."
    of = note(text, role=CUSTOMER, author="Hamo Thrale")
    quote = claim("nature", text, (1, text)).quotes
    signals = (
        Signal(name="legal_threat", quotes=quote, detail="lawyers on Friday"),
        Signal(name="legal_threat", quotes=quote, detail="lawyers by 3 May"),
        Signal(name="notice_given", quotes=claim("nature", "", (1, "We cancel")).quotes),
        Signal(name="no_such_signal", quotes=quote),
    )
    result = ground(Reading(signals=signals), of)
    assert [(s.name, s.detail) for s in result.signals] == [
        ("legal_threat", "lawyers on Friday"),
        ("legal_threat", None),
    ]
    assert [r.code for r in result.refused] == ["quote_absent", "field"]


def test_hidden_text_proves_nothing():
    text = "The customer signed at $410,000 per year."
    of = note(text)
    of = of.model_copy(
        update={
            "messages": (of.messages[0].model_copy(update={"marks": (Mark(start=0, end=len(text), kind="hidden"),)}),)
        }
    )
    assert codes(of, claim("arr", Money(amount=410000, currency="USD"), (1, text))) == ["quote_marked"]


def test_every_refusal_says_in_a_sentence_what_would_prove_the_claim():
    text = "They pay £46,800."
    refusal = judge(note(text), claim("arr", Money(amount=46800, currency="GBP"), (1, text))).refused[0]
    assert refusal.reason.startswith("arr: ")
    assert "quote the words" in refusal.reason


def test_an_action_names_a_doer_of_the_quotes_or_their_author():
    text = "Bram Oyston paused the reminders on 14 April."
    for by, code in (
        ("Bram Oyston", []),
        ("Odile Farrant", []),
        ("Hamo Thrale", ["name"]),
        ("Gregor Halloway", ["name"]),
    ):
        entry = ActionTaken(action="Reminders paused", by=by, date="2026-04-14")
        assert codes(note(text), claim("actions_taken", entry, (1, text))) == code


def test_an_unknown_field_and_a_claim_without_a_quote_fall():
    assert codes(note("x"), claim("weather", "fine", (1, "x")), claim("nature", "x")) == ["field", "no_quote"]
