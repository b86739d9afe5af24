from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from agent.errors import PolicyError
from agent.facts import REQUIRED, Fact, Facts
from agent.policy import Policy, influence
from agent.policy.when import parse_atom
from agent.signals import SIGNAL_NAMES

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = files("knowledge").joinpath("policy.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def policy() -> Policy:
    return Policy.load()


def broken(tmp_path: Path, old: str, new: str) -> PolicyError:
    """Load the shipped policy with one text replaced, and return the error."""
    assert SHIPPED.count(old) >= 1
    path = tmp_path / "team.yaml"
    path.write_text(SHIPPED.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        Policy.load(path)
    return caught.value


def line_of(text: str) -> int:
    return SHIPPED[: SHIPPED.index(text)].count("\n") + 1


def test_the_shipped_policy_has_the_contracts_clocks(policy: Policy):
    assert {name: level.respond_within_hours for name, level in policy.levels.items()} == {
        "L1": 24, "L2": 4, "L3": 1, "L4": 0,
    }  # fmt: skip


def test_the_shipped_policy_has_the_contracts_scales(policy: Policy):
    assert list(policy.types) == ["technical", "functional", "hierarchical", "relationship"]
    assert list(policy.destinations) == ["support_l2", "engineering", "product", "security", "leadership"]
    assert list(policy.severities) == ["critical", "high", "medium"]
    assert [tier.name for tier in policy.tiers] == ["Enterprise", "Mid-Market", "SMB"]


def test_every_required_input_says_who_can_give_it(policy: Policy):
    assert set(policy.inputs) == set(REQUIRED)


def test_every_signal_of_the_vocabulary_decides_something(policy: Policy):
    rules = [rule.when for level in policy.levels.values() for rule in level.rules]
    for judgement in type(policy.rules).model_fields:
        rules += [rule.when for rule in getattr(policy.rules, judgement)]
    used = {name for when in rules for text in when.atoms for name in parse_atom(text).names}
    used |= {member for group in used for member in policy.groups.get(group, ())}
    assert set(SIGNAL_NAMES) - used == set()


def test_every_text_of_the_policy_is_there_in_both_languages():
    texts = re.findall(r"\ben: ", SHIPPED)
    assert len(texts) == len(re.findall(r"\bzh: ", SHIPPED))


@pytest.mark.parametrize(
    ("old", "new", "says", "fix"),
    [
        (
            "any: [security_incident], none: [decision=handle]",
            "any: [security_incidnet]",
            "security_incidnet",
            "security_incident",
        ),
        ("renewal_within:270", "renewal_within:soon", "is no condition", "forms"),
        ("known:renewal_date], any", "known:renewal_dat], any", "renewal_dat", "forms"),
        ("decider: cs_manager", "decider: cs_boss", "no role 'cs_boss'", "Use one of"),
        ("all: [decision=handle]", "all: [sentiment=angry]", "not judged yet", "Refer to one of"),
        ("all: [type=relationship]", "all: [type=personal]", "no type 'personal'", "Use one of"),
        ("respond_within_hours: 24", "respond_within_hours: soon", "valid integer", "respond_within_hours"),
        ("respond_within_hours: 24", "respond_in_hours: 24", "missing", "Add"),
        ("    value: escalate", "    value: escalated", "'escalated'", "escalate"),
        ("id: handle-solved", "id: handle-documented", "two rules are called", "own id"),
        ("affected, account_tier=Enterprise", "affected, account_tier=Gold", "no tier 'Gold'", "Enterprise"),
        ("version: 1", "version: 1\nversion: 1", "stands twice", "Correct the YAML"),
        ("version: 1", "version: [1", "expected", "Correct the YAML"),
        ("outside_threat: [legal_threat", "angry: [legal_threat", "name of a signal", "another name"),
        ("synonyms: [smb,", "synonyms: [mm, smb,", "two tiers", "Leave it with one"),
    ],
)
def test_a_wrong_policy_is_named_with_its_line_and_a_fix(tmp_path: Path, old: str, new: str, says: str, fix: str):
    error = broken(tmp_path, old, new)
    assert says in error.message
    assert fix in error.fix
    found = re.search(r"team\.yaml, line (\d+), column (\d+): ", error.message)
    assert found
    assert error.exit_code == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    decider: cs_manager", "    decider: cs_boss"),
        ("      when: {any: [press_threat, public_threat]}", "      when: {any: [press_threat, public_thread]}"),
        ("  monitoring_days: 14", "  monitoring_days: -14"),
        ("  monitoring_days: 14", "  monitor_days: 14"),
    ],
)
def test_the_line_named_is_the_line_that_is_wrong(tmp_path: Path, old: str, new: str):
    message = broken(tmp_path, old, new).message
    first = line_of(old)
    section = line_of("benchmarks:\n") if "monitor_days" in new else first
    assert f"line {first}," in message or f"line {section + 1}," in message


def test_an_empty_rule_would_always_fire_and_is_refused(tmp_path: Path):
    error = broken(tmp_path, "when: {all: [known:renewal_risk]}", "when: {none: [known:renewal_risk]}")
    assert "always fire" in error.message


@pytest.mark.parametrize("content", [b"", b"just text", b"- a\n- b\n", b"\xff\xfe\x00", b"a: \x07"])
def test_a_file_that_is_no_policy_is_an_error_and_not_a_traceback(tmp_path: Path, content: bytes):
    path = tmp_path / "p.yaml"
    path.write_bytes(content)
    with pytest.raises(PolicyError) as caught:
        Policy.load(path)
    assert caught.value.fix


def test_a_missing_file_and_a_directory_are_named(tmp_path: Path):
    with pytest.raises(PolicyError, match="cannot be read"):
        Policy.load(tmp_path / "none.yaml")
    with pytest.raises(PolicyError, match="directory"):
        Policy.load(tmp_path)


def test_a_team_may_have_its_own_tiers_and_clocks(tmp_path: Path):
    path = tmp_path / "team.yaml"
    own = re.sub(
        r"tiers:\n.*?\n\nrisk_words",
        "tiers:\n  - {name: Gold, synonyms: [au]}\n  - name: Silver\n\nrisk_words",
        SHIPPED,
        flags=re.DOTALL,
    )
    own = own.replace("account_tier=Enterprise", "account_tier=Gold").replace(
        "respond_within_hours: 24", "respond_within_hours: 8"
    )
    path.write_text(own, encoding="utf-8")
    policy = Policy.load(path)
    assert policy.tier("GOLD") == "Gold"
    assert policy.tier("Enterprise") is None
    assert policy.levels["L1"].respond_within_hours == 8


@pytest.mark.parametrize(
    ("said", "tier"),
    [
        ("Enterprise", "Enterprise"),
        ("ENT", "Enterprise"),
        ("Großkunde", "Enterprise"),
        ("大客户", "Enterprise"),
        ("Mid-Mkt", "Mid-Market"),
        ("mid market", "Mid-Market"),
        ("Segment: Mittelstand", "Mid-Market"),
        ("中型企业", "Mid-Market"),
        ("SMB", "SMB"),
        ("PME", "SMB"),
        ("pequeña empresa", "SMB"),
        ("中小企業", "SMB"),
        ("Enterprise or SMB", None),
        ("platinum", None),
        ("", None),
        ("presentation", None),
        ("entrance hall", None),
    ],
)
def test_tiers_are_known_by_the_words_that_people_use(policy: Policy, said: str, tier: str | None):
    assert policy.tier(said) == tier


@pytest.mark.parametrize(
    ("said", "risk"),
    [("gelb", "amber"), ("Rojo", "red"), ("vert", "green"), ("黄", "amber"), ("赤", "red"), ("at risk", "amber"),
     ("low risk", "green"), ("high risk", "red"), ("red or amber", None), ("blue", None), ("hundred", None)],
)  # fmt: skip
def test_risks_are_known_by_the_colours_of_many_languages(policy: Policy, said: str, risk: str | None):
    assert policy.risk(said) == risk


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("CFO", "executive"),
        ("Chief Nursing Officer", "executive"),
        ("VP Operations", "executive"),
        ("Vice President", "executive"),
        ("Owner", "executive"),
        ("Managing Director", "executive"),
        ("Geschäftsführerin", "executive"),
        ("Vorständin", "executive"),
        ("Directeur général", "executive"),
        ("总经理", "executive"),
        ("代表取締役", "executive"),
        ("Toimitusjohtaja", "executive"),
        ("Head of Logistics", "decision_maker"),
        ("Director of Nursing", "decision_maker"),
        ("General Manager, North", "decision_maker"),
        ("Einkaufsleiter", "decision_maker"),
        ("运营总监", "decision_maker"),
        ("Finance Controller", "decision_maker"),
        ("Team Lead", "influencer"),
        ("Projektleiterin", "influencer"),
        ("Product Owner", "influencer"),
        ("Warehouse Manager", "influencer"),
        ("Assistant to the CEO", "user"),
        ("Accounts Payable Clerk", "user"),
        ("Sachbearbeiterin", "user"),
        ("会计", "user"),
        ("Beekeeper-at-large", None),
        ("", None),
        (None, None),
    ],
)
def test_a_role_tells_how_much_say_its_holder_has(policy: Policy, role: str | None, expected: str | None):
    assert influence(role, policy) == expected


def test_a_role_is_a_person_where_the_facts_name_one(policy: Policy):
    facts = Facts(csm=Fact(value="Kim Example", source="record"))
    assert policy.owner_of("csm", facts) == "Kim Example (CSM)"
    assert policy.owner_of("account_owner", facts) == "account owner"
    assert policy.owner_of("csm", facts, "zh") == "Kim Example (客户成功经理)"
