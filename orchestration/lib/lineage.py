"""The documents before and after one, as far as links lead.

Data flow: `fct_document_links` of the published marts (read-only) → level by level from one id →
lines of text, each document once, below the one that led to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from orchestration.lib.messages import Messages

_MOST_LINES = 200

# Where an id may stand, with its system before it or without: `erp_sap_ecc:0000019068`.
_BEGINNING = """
create or replace temp table walked as
select distinct kind, id, 0 as depth, null::varchar as led_from, null::varchar as said
from (
    select from_kind as kind, from_id as id from marts.fct_document_links
    union all
    select to_kind, to_id from marts.fct_document_links
) as documents
where id = $id or split_part(id, ':', 2) = $id
"""

# One level further: each document that was not reached yet, by the link that was made first.
_FURTHER = """
insert into walked
select
    links.{there}_kind,
    links.{there}_id,
    $depth,
    walked.kind || ' ' || walked.id as led_from,
    concat_ws(
        '  ',
        min(links.linked_on)::varchar,
        case
            when bool_and(links.amount is not null) and count(distinct links.currency) = 1
                then min(links.currency) || ' ' || sum(links.amount)::decimal(18, 2)
        end
    ) as said
from marts.fct_document_links as links
inner join walked
    on
        walked.kind = links.{here}_kind
        and walked.id = links.{here}_id
        and walked.depth = $depth - 1
where (links.{there}_kind, links.{there}_id) not in (select (kind, id) from walked)
group by links.{there}_kind, links.{there}_id, walked.kind, walked.id
qualify
    row_number() over (
        partition by links.{there}_kind, links.{there}_id
        order by min(links.linked_on), walked.kind, walked.id
    ) = 1
"""


@dataclass(frozen=True)
class _Step:
    """A document that was reached: what it is, from which one, and what the links say of it."""

    name: str
    led_from: str | None
    said: str


def lineage(marts: duckdb.DuckDBPyConnection, identifier: str, messages: Messages) -> list[str]:
    """Lines on what led to a document and on what followed; none where no link names it."""
    lines = []
    for heading, here, there in (
        ("thread_before", "to", "from"),
        ("thread_after", "from", "to"),
    ):
        steps = _walk(marts, identifier, here, there)
        if not steps:
            return []
        lines += ["", messages.text(heading), *_told(steps, messages)]
    return lines


def _told(steps: Sequence[_Step], messages: Messages) -> Iterator[str]:
    following: dict[str | None, list[_Step]] = {}
    for step in steps:
        following.setdefault(step.led_from, []).append(step)
    lines = list(_tree(following, None, 1))
    yield from lines[:_MOST_LINES]
    if len(lines) > _MOST_LINES:
        yield f"  {messages.text('thread_more', count=len(lines) - _MOST_LINES)}"
    if len(following) == 1:
        yield f"    {messages.text('thread_nothing')}"


def _walk(
    marts: duckdb.DuckDBPyConnection, identifier: str, here: str, there: str
) -> Sequence[_Step]:
    marts.execute(_BEGINNING, {"id": identifier})
    further, depth, count = _FURTHER.format(here=here, there=there), 0, -1
    while (reached := _count(marts)) != count:
        count, depth = reached, depth + 1
        marts.execute(further, {"depth": depth})
    rows = marts.execute(
        "select kind || ' ' || id, led_from, coalesce(said, '') from walked order by said, kind, id"
    ).fetchall()
    return [_Step(*row) for row in rows]


def _count(marts: duckdb.DuckDBPyConnection) -> int:
    [(count,)] = marts.execute("select count(*) from walked").fetchall()
    return int(count)


def _tree(
    following: Mapping[str | None, list[_Step]], led_from: str | None, depth: int
) -> Iterator[str]:
    for step in following.get(led_from, ()):
        yield f"{'  ' * depth}{step.name}  {step.said}".rstrip()
        yield from _tree(following, step.name, depth + 1)
