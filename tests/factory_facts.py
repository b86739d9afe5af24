"""The facts of an invented escalation: six messages, and what a careful reader takes from them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from agent.case import Assessment, Judgement, Question, Reason
from agent.evidence import Evidence
from agent.facts import ActionTaken, Fact, Facts, Money, TimelineEntry
from agent.ports import Dossier
from agent.signals import SignalName, VerifiedSignal
from agent.ticket import Message

AS_OF = date(2026, 3, 20)
CONTACT = "Ingrid Sæther"
AGENT = "Devika Rao"
CSM = "Marcus Adeyemi"


def _said(
    number: int, at: str, author: str, role: Literal["customer", "vendor"], text: str, *, public: bool = True
) -> Message:
    return Message(id=f"m{number}", at=at, author=author, role=role, public=public, text=text)


MESSAGES = (
    _said(
        1,
        "2026-03-09T08:14:00+01:00",
        CONTACT,
        "customer",
        "Good morning. Since your update on 6 March the nightly traceability export stops after 10,000 rows. "
        "Sunday's file lacks 2,140 lots, and the food authority rejected it this morning.",
    ),
    _said(
        2,
        "2026-03-09T09:02:00+01:00",
        AGENT,
        "vendor",
        "Hello Ingrid, I am sorry about this. I can reproduce it here with a site of 12,000 lots. "
        "I have sent you the missing rows of Sunday as a separate file.",
    ),
    _said(
        3,
        "2026-03-11T16:40:00+01:00",
        AGENT,
        "vendor",
        "Release 7.3 brought a page limit of 10,000 rows to the export service, and the nightly job never asks for "
        "the second page. It needs a code change, raised as EXP-1188. No developer on it yet.",
        public=False,
    ),
    _said(
        4,
        "2026-03-17T07:55:00+01:00",
        CONTACT,
        "customer",
        "Two people of mine now split the export by site every night, three hours each. This cannot go on.",
    ),
    _said(
        5,
        "2026-03-19T10:05:00+01:00",
        CONTACT,
        "customer",
        "I have briefed our COO, Henrik Dahl. We ask for three things:\n"
        "1. the export fixed in production by Friday 27 March 2026,\n"
        "2. corrected files for the nights of 6 to 18 March,\n"
        "3. the cause in writing for the food authority.\n"
        "Henrik wants to speak to your head of engineering this week. "
        "We will not talk about the renewal before this is settled. We like the product.",
    ),
    _said(
        6,
        "2026-03-19T14:30:00+01:00",
        CSM,
        "vendor",
        "CSM here. Halvorsen Kelp is Mid-Market, EUR 96,000 a year, renewal 30 June 2026. "
        "I moved them to amber today. Sales has not named an account owner yet.",
        public=False,
    ),
)


def at(message: str, words: str) -> Evidence:
    """Return the evidence of words that stand in one of the messages."""
    text = next(m.text for m in MESSAGES if m.id == message)
    start = text.index(words)
    return Evidence(message=message, start=start, end=start + len(words), quote=words)


ASKS = (
    "the export fixed in production by Friday 27 March 2026",
    "corrected files for the nights of 6 to 18 March",
    "the cause in writing for the food authority",
    "Henrik wants to speak to your head of engineering this week",
)
CAUSE = (
    "Release 7.3 brought a page limit of 10,000 rows to the export service, "
    "and the nightly job never asks for the second page"
)
STOPS = "Since your update on 6 March the nightly traceability export stops after 10,000 rows."
LACKS = "Sunday's file lacks 2,140 lots, and the food authority rejected it this morning."
NATURE = f"{STOPS}\n{LACKS}"
ACTIONS = (
    ActionTaken(
        action="I am sorry about this",
        by=AGENT,
        date="2026-03-09",
        evidence=(at("m2", "I am sorry about this"),),
    ),
    ActionTaken(
        action="I can reproduce it here with a site of 12,000 lots",
        by=AGENT,
        date="2026-03-09",
        evidence=(at("m2", "I can reproduce it here with a site of 12,000 lots"),),
    ),
    ActionTaken(
        action="I have sent you the missing rows of Sunday as a separate file",
        by=AGENT,
        date="2026-03-09",
        evidence=(at("m2", "I have sent you the missing rows of Sunday as a separate file"),),
    ),
    ActionTaken(
        action="raised as EXP-1188",
        by=AGENT,
        date="2026-03-11",
        outcome="No developer on it yet",
        evidence=(at("m3", "raised as EXP-1188. No developer on it yet"),),
    ),
)
TIMELINE = (
    TimelineEntry(
        date="2026-03-06",
        event="your update on 6 March",
        who=CONTACT,
        evidence=(at("m1", "Since your update on 6 March"),),
    ),
    TimelineEntry(
        date="2026-03-09",
        event="the food authority rejected it this morning",
        who=CONTACT,
        evidence=(at("m1", "the food authority rejected it this morning"),),
    ),
    TimelineEntry(
        date="2026-03-11",
        event="It needs a code change, raised as EXP-1188",
        who=AGENT,
        evidence=(at("m3", "It needs a code change, raised as EXP-1188"),),
    ),
    TimelineEntry(
        date="2026-03-17",
        event="Two people of mine now split the export by site every night",
        who=CONTACT,
        evidence=(at("m4", "Two people of mine now split the export by site every night"),),
    ),
    TimelineEntry(
        date="2026-03-19",
        event="I have briefed our COO, Henrik Dahl",
        who=CONTACT,
        evidence=(at("m5", "I have briefed our COO, Henrik Dahl"),),
    ),
)


def make_facts(**changes: object) -> Facts:
    """Return the case's facts, some of them replaced."""
    facts = Facts(
        account_name=Fact(value="Halvorsen Kelp", source="vendor", evidence=(at("m6", "Halvorsen Kelp"),)),
        account_tier=Fact(value="Mid-Market", source="vendor", evidence=(at("m6", "Mid-Market"),)),
        arr=Fact(value=Money(amount=96000, currency="EUR"), source="vendor", evidence=(at("m6", "EUR 96,000 a year"),)),
        csm=Fact(value=CSM, source="vendor", evidence=(at("m6", "CSM here"),)),
        nature=Fact(value=NATURE, source="customer", evidence=(at("m1", STOPS), at("m1", LACKS))),
        timeline=Fact(value=TIMELINE, source="customer", evidence=tuple(e for t in TIMELINE for e in t.evidence)),
        contact_name=Fact(value=CONTACT, source="record", evidence=(at("m1", "Good morning"),)),
        contact_role=Fact(
            value="Quality Manager",
            source="answer",
            evidence=(Evidence(message="answer:contact_role", start=0, end=15, quote="Quality Manager"),),
        ),
        customer_ask=Fact(value="\n".join(ASKS), source="customer", evidence=tuple(at("m5", a) for a in ASKS)),
        root_cause=Fact(value=CAUSE, source="vendor", evidence=(at("m3", CAUSE),)),
        actions_taken=Fact(value=ACTIONS, source="vendor", evidence=tuple(e for a in ACTIONS for e in a.evidence)),
        renewal_date=Fact(value="2026-06-30", source="vendor", evidence=(at("m6", "renewal 30 June 2026"),)),
        renewal_risk=Fact(value="amber", source="vendor", evidence=(at("m6", "I moved them to amber today"),)),
        contact_influence=Fact(
            value="influencer",
            source="inferred",
            note="from the role",
            evidence=(Evidence(message="answer:contact_role", start=0, end=15, quote="Quality Manager"),),
        ),
    )
    return facts.model_copy(update=changes)


def signal(name: SignalName, message: str, words: str) -> VerifiedSignal:
    """Return a signal with one quote."""
    return VerifiedSignal(name=name, evidence=(at(message, words),))


SIGNALS = (
    signal("dissatisfied", "m4", "This cannot go on"),
    signal("renewal_doubted", "m5", "We will not talk about the renewal before this is settled"),
    signal("customer_executive_involved", "m5", "I have briefed our COO, Henrik Dahl"),
    signal("our_executive_requested", "m5", "Henrik wants to speak to your head of engineering this week"),
    signal("core_workflow_blocked", "m1", "the food authority rejected it this morning"),
    signal("product_fault", "m3", "Release 7.3 brought a page limit of 10,000 rows to the export service"),
    signal("code_change_needed", "m3", "It needs a code change"),
    signal("constructive", "m5", "We like the product"),
)


def _judged(value: str, rule: str, text: str, evidence: Evidence, change: str) -> Judgement:
    return Judgement(value=value, because=(Reason(rule=rule, text=text, evidence=(evidence,)),), would_change=change)


def make_assessment(**changes: Judgement) -> Assessment:
    """Return the case's assessment, some of it replaced."""
    assessment = Assessment(
        decision=_judged(
            "escalate",
            "escalate.trigger",
            "A trigger of level L2 is met.",
            at("m5", "I have briefed our COO, Henrik Dahl"),
            "A documented fix that settles it.",
        ),
        type=_judged(
            "technical",
            "type.fault",
            "The product behaves wrongly.",
            at("m1", "the nightly traceability export stops after 10,000 rows"),
            "The remedy lying with another department.",
        ),
        level=_judged(
            "L2",
            "level.executive",
            "Their executive is involved.",
            at("m5", "I have briefed our COO, Henrik Dahl"),
            "Notice, or talk of leaving, makes it L3.",
        ),
        destination=_judged(
            "engineering",
            "to.engineering",
            "A code change is needed.",
            at("m3", "It needs a code change"),
            "A setting that support can change.",
        ),
        severity=_judged(
            "high",
            "severity.core",
            "A core workflow is blocked without an acceptable way round.",
            at("m1", "the food authority rejected it this morning"),
            "A way round that the customer accepts.",
        ),
        renewal_risk=_judged(
            "amber",
            "risk.stated",
            "Stated by our side.",
            at("m6", "I moved them to amber today"),
            "Notice, or talk of leaving, makes it red.",
        ),
        public_risk=Judgement(
            value="low",
            because=(Reason(rule="public.none", text="No threat to go public is seen."),),
            would_change="A threat to go public, to press or to law.",
        ),
        sentiment=_judged(
            "frustrated_constructive",
            "mood.constructive",
            "They complain and still ask for a fix.",
            at("m5", "We like the product"),
            "Attacks, or wanting out.",
        ),
    )
    return assessment.model_copy(update=changes)


QUESTIONS = (
    Question(
        field="account_owner",
        question="Who owns the account commercially at our side?",
        why="The brief names who speaks for the contract.",
        ask="Head of Sales",
        format="a name, such as Paula Reyes",
        changes_outcome=False,
    ),
)


def make_dossier(**changes: object) -> Dossier:
    """Return what the writer of the case was given, some of it replaced."""
    dossier = Dossier(
        facts=make_facts(),
        signals=SIGNALS,
        assessment=make_assessment(),
        questions=QUESTIONS,
        as_of=AS_OF,
        ticket_id="HK-2207",
        subject="Export stops after 10,000 rows",
        raised_by=CSM,
        last_update=("m2", "2026-03-09T09:02:00+01:00", "I can reproduce it here with a site of 12,000 lots."),
        references=("HK-2207", "EXP-1188"),
    )
    return dossier.model_copy(update=changes)
