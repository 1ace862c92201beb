"""The handover log of the workshops: messages to a role, read and done."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from uuid_utils.compat import uuid7

from etabli.kit import localised
from etabli.kit.asking import Question, ask, do
from etabli.kit.clock import now
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment
from etabli.org.queries import rights_in
from etabli.org.states import Role
from etabli.org.wording import ROLES
from etabli.production.access import ADDRESSED, ProductionRight
from etabli.production.actions import HandoverOperation, MarkOperation, record_handover, record_handover_mark
from etabli.production.forms import MessageForm
from etabli.production.models import HandoverMessage
from etabli.production.queries.handover import Message, messages_for, messages_told
from etabli.production.states import Mark
from etabli.production.views.common import author_name, settle, workshops_with

MESSAGES_A_PAGE = 30
FIELDS = {"message_empty": "text", "role_not_addressed": "to_role", "workshop_not_yours_then": "workshop"}
"""The field beside which the sentence of each refusal stands."""


@page(see=ProductionRight.HANDOVER_READ)
def handover(request: Request, place: Establishment) -> HttpResponse:
    """Messages of the workshops of the reader, newest first; those to do unless she asks for all."""
    workshops = workshops_with(request, place, ProductionRight.HANDOVER_READ)
    workshop = next((row for row in workshops if str(row.pk) == request.GET.get("workshop")), None)
    role = next((row for row in ADDRESSED if row.value == request.GET.get("role")), None)
    every = request.GET.get("state") == "all"
    rows = messages_for(request.user, place)
    rows = rows.filter(workshop=workshop) if workshop else rows
    rows = rows.filter(to_role=role) if role else rows
    found = paged(rows if every else rows.exclude(state=Mark.DONE), request.GET.get("page"), MESSAGES_A_PAGE)
    shown = rows.filter(pk__in=[row.pk for row in found.object_list])
    context = {
        "place": place,
        "workshops": workshops,
        "workshop": workshop,
        "roles": [(row.value, ROLES[row]) for row in ADDRESSED],
        "role": role,
        "every": every,
        "page": found,
        "messages_shown": [_shown(message) for message in messages_told(shown, request.user)],
        "query": request.GET.urlencode(),
        "may_write": ProductionRight.HANDOVER_WRITE in rights_in(request.user, place),
    }
    return render(request, "production/handover.html", context)


def _shown(message: Message) -> dict[str, Any]:
    row = message.row
    when = localised.moment(row.acted_at)
    return {
        "message": message,
        "row": row,
        "to": ROLES[Role(row.to_role)],
        "author": author_name(row.author),
        "when": when,
        "readers": [author_name(reader) for reader in message.readers],
        "done_by": author_name(message.done_by) if message.done else "",
        "done_at": localised.moment(message.done_at) if message.done_at else "",
        "name": f"{row.workshop.name}, {when}",
    }


@page(see=ProductionRight.HANDOVER_WRITE, do=ProductionRight.HANDOVER_WRITE)
def handover_add(request: Request, place: Establishment) -> HttpResponse:
    workshops = workshops_with(request, place, ProductionRight.HANDOVER_WRITE)
    form = MessageForm(request.POST or None, workshops=workshops, initial={"workshop": request.GET.get("workshop", "")})
    back = reverse("production:handover", args=[place.finess])

    def act() -> None:
        values = form.cleaned_data
        operation = HandoverOperation(uuid7(), int(values["workshop"]), values["to_role"], values["text"], now())
        settle(record_handover(establishment=place, operations=[operation], by=request.user, at=now()))

    question = Question(
        gettext("Write a message"),
        back,
        done=gettext("The message is in the log."),
        crumbs=[{"label": gettext("Handover"), "url": back}],
        fields=FIELDS,
    )
    return ask(request, form, act, question)


@page(see=ProductionRight.HANDOVER_READ, do=ProductionRight.HANDOVER_READ)
def handover_mark(request: Request, place: Establishment, key: UUID) -> HttpResponse:
    """Mark a message as read, done, or to do after all."""
    rows = HandoverMessage.objects.visible_to(request.user, place, ProductionRight.HANDOVER_READ)
    mark = request.POST.get("mark", "")
    if not rows.filter(pk=key).exists() or (request.method == "POST" and mark not in set(Mark)):
        raise Http404
    asked = {name: request.GET[name] for name in ("workshop", "role", "state", "page") if name in request.GET}
    back = reverse("production:handover", args=[place.finess]) + (f"?{urlencode(asked)}" if asked else "")

    def act() -> None:
        operation = MarkOperation(uuid7(), key, mark, now())
        settle(record_handover_mark(establishment=place, operations=[operation], by=request.user, at=now()))

    done = {
        Mark.READ: gettext("The message is marked as read."),
        Mark.DONE: gettext("The message is marked as done. It stays in the log, under all messages."),
        Mark.OPEN: gettext("The message is to do again."),
    }
    return do(request, act, back, done.get(Mark(mark), "") if mark else "")
