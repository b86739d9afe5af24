"""A Zendesk ticket: comments, users, organizations and ticket_fields joined by id, and the flat variant."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agent.intake import body
from agent.intake.draft import Draft, Entry, Line, Person, Record
from agent.intake.jsonshape import get, is_map, maps, moment, role_of, shown, text_of
from agent.intake.words import MACHINE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from agent.ticket import Role

Rows = dict[str, dict[str, object]]
"""The rows of one side-loaded table by id."""
_PLAIN = ("subject", "status", "priority", "type", "created_at", "updated_at", "due_at")
_JOINED = (("requester", "requester_id"), ("submitter", "submitter_id"), ("assignee", "assignee_id"))


def read(tree: object, as_of: date) -> Draft:
    """Read an export whose root holds `ticket` and `comments` (inside it or beside it)."""
    ticket = get(tree, "ticket")
    ticket = ticket if is_map(ticket) else {}
    draft = Draft(
        "zendesk", id=shown(ticket.get("id")), subject=shown(ticket.get("subject")) or shown(ticket.get("raw_subject"))
    )
    users: Rows = {}
    for user in maps(get(tree, "users")):
        users.setdefault(str(user.get("id")), user)
    orgs = {str(o.get("id")): o for o in maps(get(tree, "organizations"))}
    own = orgs.get(str(ticket.get("organization_id"))) or (
        ticket.get("organization") if is_map(ticket.get("organization")) else None
    )
    if is_map(own):
        draft.customer_domains.update(str(d).lower() for d in _list(own.get("domain_names")))
    mailbox = shown(ticket.get("recipient")) or shown(get(ticket, "via", "source", "to", "address"))
    if mailbox and "@" in mailbox:
        draft.vendor_domains.add(mailbox.rpartition("@")[2].lower())
    draft.records.append(Record(lines=tuple(_lines(tree, ticket, users, orgs, own))))
    for user in users.values():
        draft.people.append(_person(user, orgs))
    comments = maps(get(tree, "comments")) or maps(ticket.get("comments"))
    if not comments and shown(ticket.get("description")):
        comments = [
            {
                "body": ticket["description"],
                "author_id": ticket.get("requester_id"),
                "created_at": ticket.get("created_at"),
                "public": True,
            }
        ]
    staff = {n for c in comments if c.get("public") is False and (n := shown(c.get("author_id")))}
    staff |= {n for n in (shown(ticket.get("assignee_id")),) if n}
    for comment in comments:
        entry = _entry(comment, users, draft)
        if entry.role == "unknown" and (number := shown(comment.get("author_id"))):
            asked = number == shown(ticket.get("requester_id")) and number not in staff
            entry = replace(entry, role="customer" if asked else "vendor" if number in staff else "unknown")
        draft.entries.extend(body.entries(entry, draft, as_of))
    return draft


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _person(user: dict[str, object], orgs: Rows) -> Person:
    role = _role(user)
    org = orgs.get(str(user.get("organization_id")))
    return Person(
        name=shown(user.get("name")) or shown(user.get("email")) or "",
        email=shown(user.get("email")),
        role=role,
        title=shown(get(user, "user_fields", "job_title"))
        or shown(user.get("title"))
        or shown(get(user, "user_fields", "title")),
        company=shown(org.get("name")) if org else None,
    )


def _role(user: dict[str, object]) -> Role:
    """Return a user's side; the API for customers says only who is an agent."""
    stated = role_of(user.get("role"))
    if stated != "unknown" or not isinstance(user.get("agent"), bool):
        return stated
    return "vendor" if user["agent"] else "customer"


def _entry(comment: dict[str, object], users: Rows, draft: Draft) -> Entry:
    inline = comment.get("author")
    author = inline if is_map(inline) else users.get(str(comment.get("author_id")), {})
    sender = get(comment, "via", "source", "from")
    if not author and is_map(sender) and shown(sender.get("name")):
        author = {"name": sender.get("name"), "email": sender.get("address")}
    number = shown(comment.get("author_id"))
    text = next((t for k in ("plain_body", "body", "html_body", "value") if (t := text_of(comment.get(k)))), "")
    rich = comment.get("html_body")
    if isinstance(rich, str) and rich:
        before = len(draft.hidden)
        seen = body.visible(rich, draft)
        text = seen if len(draft.hidden) > before or not text else body.visible(text, draft)
    else:
        text = body.visible(text, draft)
    name = shown(author.get("name"))
    machine = (number or "").startswith("-") or bool(name and MACHINE.inside(name) and _role(author) != "customer")
    public = comment.get("public")
    return Entry(
        text,
        at=moment(comment.get("created_at")),
        author=name or shown(author.get("email")),
        email=shown(author.get("email")),
        role="system" if machine else _role(author),
        public=public if isinstance(public, bool) else None,
        title=shown(author.get("title")) or shown(get(author, "user_fields", "job_title")),
        noise=False,
    )


def _lines(tree: object, ticket: dict[str, object], users: Rows, orgs: Rows, own: object) -> Iterator[Line]:
    yield from ((Line(key, value)) for key in _PLAIN if (value := shown(ticket.get(key))))
    yield from _joined(tree, ticket, users)
    if is_map(own) and (name := shown(own.get("name"))):
        yield Line("organization", name)
    tags = [t for tag in _list(ticket.get("tags")) if (t := shown(tag))]
    if tags:
        yield Line("tags", ", ".join(tags))
    yield from _custom(tree, ticket, users, orgs)
    for org in [own, *(o for o in orgs.values() if o is not own)]:
        if is_map(org):
            yield from _organisation(org, users, about=None if org is own else shown(org.get("name")))
    for name in ("collaborator", "follower", "email_cc"):
        for number in _list(ticket.get(f"{name}_ids")):
            if person := shown(users.get(str(number), {}).get("name")):
                yield Line(name, person)


def _joined(tree: object, ticket: dict[str, object], users: Rows) -> Iterator[Line]:
    for label, key in _JOINED:
        inline = ticket.get(label)
        given = shown(inline.get("name")) if is_map(inline) else shown(inline)
        if name := shown(users.get(str(ticket.get(key)), {}).get("name")) or given:
            yield Line(label, name)
    groups = {str(g.get("id")): shown(g.get("name")) for g in maps(get(tree, "groups"))}
    if group := groups.get(str(ticket.get("group_id"))):
        yield Line("group", group)


def _custom(tree: object, ticket: dict[str, object], users: Rows, orgs: Rows) -> Iterator[Line]:
    known = {str(f.get("id")): f for f in maps(get(tree, "ticket_fields"))}
    for item in maps(ticket.get("custom_fields")) or maps(ticket.get("fields")):
        definition = known.get(str(item.get("id")), {})
        label = next(
            (t for o in (item, definition) for k in ("label", "title", "name") if (t := shown(o.get(k)))), None
        ) or shown(item.get("id"))
        raw = item.get("value")
        for one in raw if isinstance(raw, list) else [raw]:
            value = shown(one)
            if not label or not value:
                continue
            yield Line(label, _looked_up(value, definition, users, orgs))


def _looked_up(value: str, definition: dict[str, object], users: Rows, orgs: Rows) -> str:
    for option in maps(definition.get("custom_field_options")):
        if shown(option.get("value")) == value and (name := shown(option.get("name"))):
            return name
    target = str(definition.get("relationship_target_type") or definition.get("type") or "")
    table = orgs if "org" in target else users
    if value.isdigit() and (
        "lookup" in str(definition.get("type")) or "user" in target or "org" in target or not definition
    ):
        return shown(table.get(value, {}).get("name")) or value
    return value


def _organisation(org: dict[str, object], users: Rows, about: str | None) -> Iterator[Line]:
    if about:
        yield Line("organization", about, about=about)
    extra = org.get("organization_fields")
    for key, raw in extra.items() if is_map(extra) else ():
        value = shown(raw)
        if (value and key.endswith("_id")) or (value and value.isdigit() and value in users):
            value = shown(users.get(str(value), {}).get("name")) or value
        if value:
            yield Line(f"organization_fields.{key}", value, about=about)
    for key in ("time_zone", "details", "notes"):
        if value := shown(org.get(key)):
            yield Line(f"organization.{key}", value, about=about)
