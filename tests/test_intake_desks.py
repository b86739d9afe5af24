"""Desks of Asia and exports with rich text: fields, people with posts and companies, and the side of every author."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from agent.intake import read_ticket

DATA = Path(__file__).parent / "data" / "intake"
AS_OF = date(2026, 6, 30)

FIELDS = [
    ("ja_desk_boxed_fields", {"件名": "在庫連携が停止している件", "優先度": "高", "契約更新日": "2026/09/30"}),
    ("ja_desk_from_customer", {"会社名": "合同会社あおば商会", "状態": "未解決"}),
    ("ja_desk_wide_brackets", {"タイトル": "帳票出力エラー", "契約プラン": "エンタープライズ"}),
    ("ja_desk_columns", {"会社": "株式会社ミドリ電機", "ステータス": "エスカレーション検討"}),
    ("zht_desk_company", {"客戶": "宏遠貿易股份有限公司", "負責人": "林佳穎"}),
    ("zht_desk_labels", {"公司": "晨星醫材有限公司", "客服": "張家豪"}),
    ("zht_desk_columns", {"公司名稱": "海岳物流", "合約到期": "2026/12/31"}),
]
PEOPLE = [
    ("ja_desk_boxed_fields", "山田 太郎", "customer", None, "株式会社みなと食品"),
    ("ja_desk_from_customer", "田中 美咲", "customer", "経理部長", None),
    ("zht_desk_labels", "黃雅婷", "customer", "資訊部經理", None),
    ("zht_desk_columns", "王怡君", "customer", None, "海岳物流"),
    ("ja_phone_note", "大野", "customer", "生産管理部 部長", "株式会社ひかり製作所"),
    ("ja_phone_note", "石井", "vendor", "サポート課", None),
    ("ja_meeting_note", "平田", "customer", "専務", "南部建設㈱"),
    ("ja_meeting_note", "吉田", "vendor", None, None),
    ("ja_call_record", "藤井", "vendor", "カスタマーサクセス", None),
    ("ja_visit_note", "桑田", "customer", "社長", None),
    ("ja_visit_note", "本田", "vendor", "CSM", None),
    ("three_lines_from", "Priya Nair", "customer", "COO", "Lantern Freight"),
    ("three_lines_timed", "Tess", "customer", None, "Brill Catering"),
]


def paste(name: str) -> bytes:
    return (DATA / f"{name}.txt").read_text(encoding="utf-8").partition("\n%%%\n")[0].encode()


@pytest.mark.parametrize(("name", "expected"), FIELDS, ids=[n for n, _ in FIELDS])
def test_labels_in_wide_brackets_and_columns_are_fields(name: str, expected: dict[str, str]) -> None:
    values = {f.label: f.value for f in read_ticket(paste(name), as_of=AS_OF).fields}
    assert {k: values.get(k) for k in expected} == expected


@pytest.mark.parametrize(("name", "person", "role", "title", "company"), PEOPLE, ids=[f"{p[0]}-{p[1]}" for p in PEOPLE])
def test_people_have_their_side_post_and_company(
    name: str, person: str, role: str, title: str | None, company: str | None
) -> None:
    found = {p.name: (p.role, p.title, p.company) for p in read_ticket(paste(name), as_of=AS_OF).people}
    assert found.get(person) == (role, title, company)


def rich(text: str) -> dict[str, object]:
    return {
        "type": "doc",
        "version": 1,
        "content": [{"type": "paragraph", "content": [{"type": "text", "text": text}]}],
    }


def said(author: dict[str, object], text: str, hour: int, *, public: bool | None) -> dict[str, object]:
    seen = {} if public is None else {"jsdPublic": public}
    return {"author": author, "body": rich(text), "created": f"2026-03-04T{hour:02}:00:00.000+0000", **seen}


def issue(comments: list[dict[str, object]], **fields: object) -> dict[str, object]:
    own = {"summary": "Export stuck", "status": {"name": "Open"}, "description": rich("Exports are stuck."), **fields}
    return {"key": "HELP-204", "fields": {**own, "comment": {"comments": comments}}}


MARTA: dict[str, object] = {"accountId": "q1", "displayName": "Marta Hill", "accountType": "customer"}
JOEL: dict[str, object] = {"accountId": "b7", "displayName": "Joel Katz", "accountType": "atlassian"}
IDA: dict[str, object] = {"accountId": "b8", "displayName": "Ida Moss"}
WANDA: dict[str, object] = {"displayName": "Wanda Pike", "emailAddress": "wanda@petalbox.example"}
IVO: dict[str, object] = {"displayName": "Ivo Marsh", "emailAddress": "ivo@petalbox.example"}
KEN: dict[str, object] = {"displayName": "Ken Abe"}
PORTAL: dict[str, object] = {
    "issueKey": "SUP-88",
    "currentStatus": {"status": "In progress"},
    "reporter": WANDA,
    "requestFieldValues": [{"fieldId": "description", "label": "Description", "value": "The prices are wrong."}],
    "comments": {
        "values": [
            {"author": KEN, "public": True, "created": {"iso8601": "2026-03-04T10:20:00+0000"}, "body": "Looking."},
            {"author": IVO, "public": True, "created": {"iso8601": "2026-03-05T09:00:00+0000"}, "body": "Seconded."},
        ]
    },
}
DESKS: list[tuple[str, dict[str, object], dict[str, str]]] = [
    (
        "licensed accounts stand apart from the portal's customers",
        issue(
            [said(JOEL, "Hi Marta, looking.", 9, public=True), said(MARTA, "And now?", 10, public=True)], reporter=MARTA
        ),
        {"Marta Hill": "customer", "Joel Katz": "vendor"},
    ),
    (
        "who wrote a note is the supplier's in public too, and so is the assignee",
        issue(
            [
                said(IDA, "Renewal in June.", 9, public=False),
                said(IDA, "On its way.", 10, public=True),
                said(KEN, "Released.", 11, public=True),
            ],
            reporter={"displayName": "Marta Hill"},
            assignee=KEN,
        ),
        {"Marta Hill": "customer", "Ida Moss": "vendor", "Ken Abe": "vendor"},
    ),
    (
        "colleagues are told by the address that they share, and a greeting by whom it greets",
        issue(
            [
                said(IVO, "This costs us 2k an hour.", 9, public=None),
                said(KEN, "Hello Ivo, one moment.", 10, public=None),
            ],
            reporter=WANDA,
        ),
        {"Wanda Pike": "customer", "Ivo Marsh": "customer", "Ken Abe": "vendor"},
    ),
    (
        "a portal's form holds the first message, and who has no address there is of the desk",
        PORTAL,
        {"Wanda Pike": "customer", "Ivo Marsh": "customer", "Ken Abe": "vendor"},
    ),
]


@pytest.mark.parametrize(("tree", "sides"), [(t, s) for _, t, s in DESKS], ids=[n for n, _, _ in DESKS])
def test_every_author_of_a_desks_export_has_a_side(tree: dict[str, object], sides: dict[str, str]) -> None:
    ticket = read_ticket(json.dumps(tree).encode())
    assert {m.author: m.role for m in ticket.messages if m.kind == "message"} == sides
    assert all(f.value != "doc" for f in ticket.fields)


def test_a_colleague_nobody_can_place_stays_unknown() -> None:
    rob: dict[str, object] = {"displayName": "Rob Lane", "emailAddress": "rob@elsewhere.example"}
    tree = issue([said(JOEL, "Looking.", 9, public=True), said(rob, "Seconded.", 10, public=True)], reporter=MARTA)
    ticket = read_ticket(json.dumps(tree).encode())
    assert ticket.messages[-1].role == "unknown"


NO_TALK = [
    "Customer: Northmill Ltd\nAgent: Ann Poe\nStatus: open",
    "Subject: printer\nPriority: high\nDescription: it does not print any more since this morning",
    "09:30 Demo: new reports for the board\n10:30 Roadmap: what is next this year\n11:00 Price: list and discount",
    "日時：3月5日\n場所：本社\n議題：次期契約の条件について",
]


@pytest.mark.parametrize("text", NO_TALK)
def test_a_list_of_labels_is_not_talk(text: str) -> None:
    assert len([m for m in read_ticket(text.encode(), as_of=AS_OF).messages if m.kind == "message"]) == 1


def test_a_range_of_hours_is_no_time_zone() -> None:
    note = "打合せメモ\n日時：2026/3/10 10:00-11:30\n記録者：森\n相手：南部建設㈱ 平田専務\n\n更新は見送りとの話。"
    assert read_ticket(note.encode(), as_of=AS_OF).messages[-1].at == "2026-03-10T10:00:00"
