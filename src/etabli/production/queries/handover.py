"""The handover log: messages with who read them and whether what they ask is done."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from etabli.org.models import Establishment, User
from etabli.production.access import ProductionRight
from etabli.production.models import HandoverMark, HandoverMessage
from etabli.production.states import Mark


@dataclass(frozen=True)
class Message:
    """A message as one reader sees it. `read`: by her. `readers`: who read it, in order. `done_by` None: to do still."""

    row: HandoverMessage
    read: bool
    readers: tuple[User | None, ...]
    done: bool
    done_by: User | None
    done_at: datetime | None


def messages_for(user: User, establishment: Establishment) -> QuerySet[HandoverMessage]:
    """Messages of the workshops of a reader, newest first. Annotated: `state`, a `Mark`: done or open."""
    last = HandoverMark.objects.filter(message=OuterRef("pk"), mark__in=[Mark.DONE, Mark.OPEN])
    state = Subquery(last.order_by("-acted_at", "-pk").values("mark")[:1])
    rows = HandoverMessage.objects.visible_to(user, establishment, ProductionRight.HANDOVER_READ)
    return rows.annotate(state=Coalesce(state, Value(Mark.OPEN.value)))


def messages_told(rows: QuerySet[HandoverMessage], reader: User) -> list[Message]:
    """These messages with their marks; two queries."""
    marks = Prefetch("marks", HandoverMark.objects.select_related("author"))
    found = rows.select_related("author", "workshop").prefetch_related(marks)
    return [_told(row, list(row.marks.all()), reader) for row in found]


def _told(row: HandoverMessage, marks: Iterable[HandoverMark], reader: User) -> Message:
    known = list(marks)
    readers = {mark.author_id: mark.author for mark in known if mark.mark == Mark.READ}
    states = [mark for mark in known if mark.mark != Mark.READ]
    last = states[-1] if states else None
    done = last is not None and last.mark == Mark.DONE
    return Message(
        row,
        reader.pk in readers or row.author_id == reader.pk,
        tuple(readers.values()),
        done,
        last.author if last is not None and done else None,
        last.acted_at if last is not None and done else None,
    )


def recent_messages(
    user: User, establishment: Establishment, workshops: Collection[int], since: datetime
) -> list[Message]:
    """Messages of some workshops of a reader that are to do, or were written since then; three queries."""
    rows = messages_for(user, establishment).filter(workshop__in=list(workshops))
    return messages_told(rows.filter(Q(acted_at__gte=since) | ~Q(state=Mark.DONE)), user)
