"""The vocabulary of signals: what a reader may report of a thread, so that policy, not the reader, decides.

Each name is a claim about the thread that one verbatim quote can prove. `knowledge/policy.yaml` refers to these names.
"""

from __future__ import annotations

from typing import Literal, get_args

from agent.evidence import Evidence
from agent.ticket import Value

SignalName = Literal[
    # the relationship
    "dissatisfied",  # the customer complains, in words of its own
    "renewal_doubted",  # the customer ties or postpones the renewal, or says it cannot recommend it
    "customer_executive_involved",  # one of theirs (C-level, VP, owner, board) acts, is briefed, demands
    "our_executive_requested",  # the customer asks for somebody of our management
    "notice_given",  # notice of termination, also a conditional or precautionary one
    "churn_discussed",  # leaving, or another vendor, is actively discussed by the customer
    "legal_threat",  # lawyers, courts, regulators, formal claims
    "press_threat",  # newspapers, broadcasters
    "public_threat",  # social media, public reviews, user community
    # the damage
    "service_down",
    "data_at_risk",  # data lost, corrupted, cut, or exposed to the wrong people
    "safety_at_risk",  # people may come to harm
    "security_incident",  # unauthorised access, leaked credential, vulnerability, phishing of the product
    "core_workflow_blocked",
    "degraded",
    "sla_breached",
    "sla_at_risk",
    "workaround_accepted",  # there is a way round, and the customer uses it
    "workaround_refused",  # a way round was offered and cannot be used, or there is none
    "several_customers_affected",
    # what has to be resolved
    "product_fault",
    "capability_gap",  # the product does not do it, and was not built to
    "wrong_setting",
    "billing_matter",
    "contract_matter",
    "price_matter",
    "legal_matter",  # data protection papers, compliance papers, contract law
    "data_migration",
    "sponsor_lost",
    "usage_declining",
    "pattern_of_issues",  # no single issue: many small ones, long neglect
    "decision_wanted",  # nothing is broken: somebody with authority has to decide or appear
    # who must act next
    "code_change_needed",
    "product_change_needed",  # roadmap, prioritisation
    "approval_needed",  # a credit, discount, exception or promise above somebody's limit
    "support_can_solve",
    # what speaks for handling it where it is
    "documented_answer",  # a documented fix, setting, limit or help article settles it
    "resolved",  # our side has solved it
    "customer_satisfied",  # the customer says it works, says thanks
    # the mood
    "angry",
    "constructive",
    "seeking_exit",
]
SIGNAL_NAMES: tuple[SignalName, ...] = get_args(SignalName)


class VerifiedSignal(Value):
    """A signal whose quotes were found in the thread."""

    name: str
    evidence: tuple[Evidence, ...]
    detail: str | None = None
