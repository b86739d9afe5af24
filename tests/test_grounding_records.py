import pytest

from agent.claims import Claim, Quote, Reading
from agent.grounding import ground
from agent.intake import read_ticket

TICKET = b"""CSM: Ada Brandt
Company: Holm & Quist Foods

2026-04-22 09:10 Otto Weiss (Kunde)
Wir nehmen die K\xc3\xbcndigung zur\xc3\xbcck, wenn bis Freitag, 8. Mai 2026 korrigierte Rechnungen vorliegen.

2026-04-22 11:30 Ada Brandt (Support)
Guten Tag Herr Weiss, wir pr\xc3\xbcfen das und melden uns.
"""
ASK = "Wir nehmen die Kündigung zurück, wenn bis Freitag, 8. Mai 2026 korrigierte Rechnungen vorliegen"


def grounded(field, value, quote, message=None):
    ticket = read_ticket(TICKET)
    where = message or next(m.id for m in ticket.messages if quote in m.text)
    claim = Claim(field=field, value=value, source="record", quotes=(Quote(message=where, text=quote),))
    return ground(Reading(claims=(claim,)), ticket)


@pytest.mark.parametrize(
    ("value", "stands"),
    [
        ("Korrigierte Rechnungen bis Freitag, 8. Mai 2026", True),
        ("Korrigierte Rechnungen. Bis Freitag, 8. Mai 2026 vorlegen", True),
        ("Korrigierte Rechnungen bis Freitag, 15. Mai 2026", False),
        ("Korrigierte Rechnungen bis Montag, 8. Juni 2026", False),
    ],
)
def test_the_stop_of_an_ordinal_ends_no_sentence(value, stands):
    found = grounded("customer_ask", value, ASK)
    assert bool(found.facts.customer_ask.value) is stands


def test_of_a_records_line_the_evidence_is_the_value_alone():
    found = grounded("csm", "Ada Brandt", "CSM: Ada Brandt")
    (evidence,) = found.facts.csm.evidence
    assert evidence.quote == "Ada Brandt"
    record = read_ticket(TICKET).message(evidence.message)
    assert record.text[evidence.start : evidence.end] == "Ada Brandt"
