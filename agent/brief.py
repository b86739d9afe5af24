"""The two documents: the CS brief and the support escalation package.

Every text may carry citations such as [m3] behind the fact it cites. A null means unknown: the renderer says so and
names the question. Dates are ISO; times carry their offset.
"""

from __future__ import annotations

from agent.ticket import Value

Unknown = str | None


class Header(Value):
    """Who raised what, for whom, and by when an answer is due."""

    account: Unknown = None
    level: Unknown = None
    level_label: Unknown = None
    date_raised: str
    raised_by: Unknown = None
    escalation_owner: Unknown = None
    respond_by: Unknown = None


class Glance(Value):
    """The account in seven lines."""

    tier: Unknown = None
    arr: Unknown = None
    csm: Unknown = None
    account_owner: Unknown = None
    contact: Unknown = None
    renewal_date: Unknown = None
    days_to_renewal: int | None = None
    renewal_risk: Unknown = None


class TimelineRow(Value):
    """One line of the timeline."""

    date: str
    event: str
    who: Unknown = None


class RootCause(Value):
    """What our side believes, what contributed, and whom it reaches."""

    primary: Unknown = None
    contributing_factors: tuple[str, ...] = ()
    scope: Unknown = None


class CustomerPosition(Value):
    """The customer's own account of it, and every explicit ask."""

    their_account: Unknown = None
    their_asks: tuple[str, ...] = ()
    sentiment: Unknown = None
    public_risk: Unknown = None


class BusinessImpact(Value):
    """What is at stake. Churn probability is a person's estimate: printed only where a person gave one."""

    arr_at_risk: Unknown = None
    churn_probability: Unknown = None
    reputational_risk: Unknown = None
    reference_status: Unknown = None
    expansion_at_risk: Unknown = None


class ActionRow(Value):
    """What was done, by whom, when, and what came of it."""

    action: str
    by: Unknown = None
    date: Unknown = None
    outcome: Unknown = None


class PlanRow(Value):
    """A step with its owner (a person, or a role where no person is known) and the day it is due."""

    action: str
    owner: str
    due: str


class AskAnswer(Value):
    """One ask of the customer, and how the plan answers it."""

    ask: str
    answer: str


class ResolutionPlan(Value):
    """What happens next, what we do not offer, and how success is recognised."""

    immediate: tuple[PlanRow, ...] = ()
    medium_term: tuple[PlanRow, ...] = ()
    answers_to_asks: tuple[AskAnswer, ...] = ()
    not_offering: tuple[str, ...] = ()
    success_criteria: tuple[str, ...] = ()


class Decision(Value):
    """A decision that one named role has to take, by when, between which options, and what we recommend."""

    decision: str
    decider: str
    due: str
    options: tuple[str, ...] = ()
    recommendation: str = ""


class CommunicationRow(Value):
    """Who tells whom what, by which channel, by when."""

    audience: str
    message: str
    owner: str
    channel: str
    due: str


class Brief(Value):
    """The CS brief. `what_happened` is a summary of 3 to 5 sentences."""

    header: Header
    account_at_a_glance: Glance = Glance()
    what_happened: str = ""
    timeline: tuple[TimelineRow, ...] = ()
    root_cause: RootCause = RootCause()
    customer_position: CustomerPosition = CustomerPosition()
    business_impact: BusinessImpact = BusinessImpact()
    actions_so_far: tuple[ActionRow, ...] = ()
    apology_issued: Unknown = None
    resolution_plan: ResolutionPlan = ResolutionPlan()
    decision_required: Decision | None = None
    communication_plan: tuple[CommunicationRow, ...] = ()


class PackageImpact(Value):
    """The package's business impact and the six dimensions."""

    affected_customers: Unknown = None
    operational_effect: Unknown = None
    revenue_exposure: Unknown = None
    sla_position: Unknown = None
    breadth: Unknown = None
    depth: Unknown = None
    duration: Unknown = None
    revenue: Unknown = None
    reputation: Unknown = None
    contractual: Unknown = None


class Reproduction(Value):
    """How to see the fault."""

    steps: tuple[str, ...] = ()
    expected: Unknown = None
    observed: Unknown = None
    environment: Unknown = None


class CustomerCommunication(Value):
    """What the customer was told last, what it expects, and what could go wrong next."""

    last_update: Unknown = None
    expectation: Unknown = None
    further_risk: Unknown = None


class Request(Value):
    """What is asked of the receiving team, by when."""

    ask: Unknown = None
    deadline: Unknown = None


class Package(Value):
    """The support escalation."""

    summary: str = ""
    severity: Unknown = None
    routed_to: Unknown = None
    business_impact: PackageImpact = PackageImpact()
    problem_narrative: str = ""
    reproduction: Reproduction = Reproduction()
    actions_taken: tuple[ActionRow, ...] = ()
    customer_communication: CustomerCommunication = CustomerCommunication()
    request: Request = Request()
    references: tuple[str, ...] = ()
