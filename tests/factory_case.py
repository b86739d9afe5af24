"""An invented case, complete from the first mail to the last check, for the tests of whatever takes a case.

`make_case()` is an escalation to engineering with one missing input (the account owner); every text that stands in the
brief is supported by its messages. `make_case(brief=..., checks=...)` replaces whole parts; `make_facts`,
`make_assessment` and `make_dossier` of `factory_facts` do the same for what a writer is given.
"""

from __future__ import annotations

from factory_facts import (
    ACTIONS,
    AGENT,
    ASKS,
    CAUSE,
    CONTACT,
    CSM,
    MESSAGES,
    QUESTIONS,
    SIGNALS,
    STOPS,
    TIMELINE,
    make_assessment,
    make_dossier,
    make_facts,
)

from agent.brief import (
    ActionRow,
    AskAnswer,
    Brief,
    BusinessImpact,
    CommunicationRow,
    CustomerCommunication,
    CustomerPosition,
    Decision,
    Glance,
    Header,
    Package,
    PackageImpact,
    PlanRow,
    Reproduction,
    Request,
    ResolutionPlan,
    RootCause,
    TimelineRow,
)
from agent.case import Case, CheckResult, Engine, Precedent, TicketView

__all__ = ["make_assessment", "make_brief", "make_case", "make_dossier", "make_facts", "make_package"]


def make_brief() -> Brief:
    """Return the case's brief, written by hand."""
    return Brief(
        header=Header(
            account="Halvorsen Kelp",
            level="L2",
            level_label="Executive involved",
            date_raised="2026-03-20",
            raised_by=CSM,
            escalation_owner=f"{CSM} (CSM)",
            respond_by="2026-03-20, within 4 hours",
        ),
        account_at_a_glance=Glance(
            tier="Mid-Market [m6]",
            arr="EUR 96,000 a year [m6]",
            csm=f"{CSM} [m6]",
            contact=f"{CONTACT}, Quality Manager (influencer) [m1] [answer:contact_role]",
            renewal_date="2026-06-30 [m6]",
            days_to_renewal=102,
            renewal_risk="amber [m6]",
        ),
        what_happened=(
            "Since the update of 6 March the nightly traceability export of Halvorsen Kelp, a Mid-Market customer, "
            "stops after 10,000 rows, and the food authority rejected the file of 8 March [m1]. "
            "Two of their people split the export by hand every night [m4]. "
            "They ask for a fix by 2026-03-27, corrected files, the cause in writing and a call with our head of "
            "engineering [m5]. The contract of EUR 96,000 a year renews on 2026-06-30, in 102 days, and the renewal "
            "stands at amber [m6]."
        ),
        timeline=tuple(
            TimelineRow(date=t.date, event=f"“{t.event}” [{t.evidence[0].message}]", who=t.who) for t in TIMELINE
        ),
        root_cause=RootCause(primary=f"“{CAUSE}” (Devika Rao) [m3]", scope="Exports of more than 10,000 rows [m3]"),
        customer_position=CustomerPosition(
            their_account="“the nightly traceability export stops after 10,000 rows” [m1]",
            their_asks=tuple(f"“{a}” [m5]" for a in ASKS),
            sentiment="frustrated, constructive [m5]",
            public_risk="low",
        ),
        business_impact=BusinessImpact(arr_at_risk="EUR 96,000 a year [m6]", reputational_risk="low"),
        actions_so_far=tuple(
            ActionRow(action=f"“{a.action}” [{a.evidence[0].message}]", by=a.by, date=a.date, outcome=a.outcome)
            for a in ACTIONS
        ),
        apology_issued="yes, on 2026-03-09: “I am sorry about this” [m2]",
        resolution_plan=ResolutionPlan(
            immediate=(
                PlanRow(
                    action="Assign a developer to EXP-1188 and report a delivery date [m3]",
                    owner="Engineering lead",
                    due="2026-03-20",
                ),
                PlanRow(
                    action="Produce the corrected files for the nights of 6 to 18 March [m5]",
                    owner=AGENT,
                    due="2026-03-23",
                ),
            ),
            medium_term=(
                PlanRow(
                    action="Write down the cause for the customer, once engineering has confirmed it",
                    owner="Engineering lead",
                    due="2026-03-27",
                ),
            ),
            answers_to_asks=(
                AskAnswer(ask=ASKS[0], answer="Engineering says by 2026-03-20 whether 2026-03-27 can be held."),
                AskAnswer(ask=ASKS[1], answer="Support produces the files by 2026-03-23."),
                AskAnswer(ask=ASKS[2], answer="Written by engineering by 2026-03-27, once confirmed."),
                AskAnswer(ask=ASKS[3], answer="Decided with this brief; Marcus Adeyemi proposes a time by 2026-03-20."),
            ),
            not_offering=("A delivery date before engineering has confirmed it.",),
            success_criteria=("A full export of more than 10,000 rows is accepted by the food authority [m1].",),
        ),
        decision_required=Decision(
            decision="Put a developer on EXP-1188 ahead of planned work, and say who calls Henrik Dahl [m3] [m5].",
            decider="VP Engineering",
            due="2026-03-20, within 4 hours",
            options=(
                "Assign now and report a date today.",
                "Roll back release 7.3 for this customer.",
                "Keep the planned order and tell the customer so.",
            ),
            recommendation="Assign now: the customer's own date is 2026-03-27 [m5].",
        ),
        communication_plan=(
            CommunicationRow(
                audience=f"Customer: {CONTACT}",
                message="Who owns it, what is decided, when the next update comes.",
                owner=f"{CSM} (CSM)",
                channel="phone, then mail",
                due="2026-03-20, within 4 hours",
            ),
            CommunicationRow(
                audience="VP Engineering",
                message="The decision above.",
                owner=f"{CSM} (CSM)",
                channel="escalation call",
                due="2026-03-20, within 4 hours",
            ),
            CommunicationRow(
                audience="Engineering",
                message="The support escalation with EXP-1188.",
                owner=AGENT,
                channel="engineering queue",
                due="2026-03-20",
            ),
        ),
    )


def make_package() -> Package:
    """Return the case's package, written by hand."""
    return Package(
        summary="The nightly export stops after 10,000 rows since release 7.3; a code change is needed [m1] [m3].",
        severity="high",
        routed_to="engineering",
        business_impact=PackageImpact(
            affected_customers="one named: Halvorsen Kelp [m6]",
            operational_effect="“the food authority rejected it this morning” [m1]",
            revenue_exposure="EUR 96,000 a year [m6]",
            breadth="one customer named",
            depth="core workflow blocked [m1]",
            duration="11 days since the report of 2026-03-09 [m1]",
            revenue="EUR 96,000 a year [m6]",
            reputation="low",
        ),
        problem_narrative=f"“{STOPS}” [m1] “{CAUSE}” [m3]",
        reproduction=Reproduction(
            steps=("“I can reproduce it here with a site of 12,000 lots” [m2]",),
            observed="“the nightly traceability export stops after 10,000 rows” [m1]",
            environment="release 7.3 [m3]",
        ),
        actions_taken=make_brief().actions_so_far,
        customer_communication=CustomerCommunication(
            last_update="2026-03-09 09:02: “I can reproduce it here with a site of 12,000 lots” [m2]",
            expectation="a fix by 2026-03-27 [m5]",
            further_risk="“We will not talk about the renewal before this is settled” [m5]",
        ),
        request=Request(ask="Assign a developer to EXP-1188 and report a delivery date [m3].", deadline="2026-03-20"),
        references=("HK-2207", "EXP-1188"),
    )


def make_case(**changes: object) -> Case:
    """Return the case, some of its parts replaced."""
    case = Case(
        case_id="case-0123456789ab",
        as_of="2026-03-20",
        engine=Engine(name="rules"),
        ticket=TicketView(
            id="HK-2207", subject="Export stops after 10,000 rows", source_format="text", messages=MESSAGES
        ),
        facts=make_facts(),
        signals=SIGNALS,
        assessment=make_assessment(),
        questions=QUESTIONS,
        similar=(
            Precedent(
                id="P-017",
                score=0.81,
                title="Report stopped at a page limit",
                why="same cause: a page limit",
                outcome="fixed in 6 days, renewed",
            ),
        ),
        brief=make_brief(),
        package=make_package(),
        checks=(
            CheckResult(id="decision_requested", state="pass", reason="VP Engineering decides by 2026-03-20."),
            CheckResult(
                id="communication_plan_complete",
                state="blocked",
                reason="Nobody owns the account commercially.",
                where="brief.account_at_a_glance.account_owner",
                remedy="Answer the question on account_owner.",
            ),
        ),
    )
    return case.model_copy(update=changes)
