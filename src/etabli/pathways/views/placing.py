"""What is done with a placement: written, agreed, ended, taken up again, cancelled, renewed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms as django_forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit import undo
from etabli.kit.asking import Question, ask, do, sent
from etabli.kit.clock import now, today
from etabli.kit.fields import opened
from etabli.kit.pages import Request, page
from etabli.kit.weeks import days_open
from etabli.org.models import Establishment
from etabli.org.queries import house_of
from etabli.pathways.access import PathwaysRight
from etabli.pathways.actions import placements as actions
from etabli.pathways.actions.placing import place as place_person
from etabli.pathways.forms import placements as forms
from etabli.pathways.models import Host, Placement
from etabli.pathways.rules.timeline import last_day
from etabli.pathways.showing.preview import preview_lines
from etabli.pathways.states import Device, PlacementOutcome, PlacementState
from etabli.pathways.views.common import crumbs_to, placement_or_404, placement_url, registration_or_404, timeline_url
from etabli.pathways.wording import DEVICES
from etabli.pathways.wording.timeline import TOLD
from etabli.people.models import Person

WRITE = PathwaysRight.WRITE
DRAFT = "draft"


def _crumbs(row: Placement) -> list[Any]:
    label = DEVICES[Device(row.device)]
    return [*crumbs_to(row.establishment, row.person), {"label": label, "url": placement_url(row)}]


def _asked(
    request: Request, row: Placement, form: django_forms.Form, act: Any, then: Any = None, **said: Any
) -> HttpResponse:
    """A form about a placement, see `kit.asking`."""
    usual = {"back": placement_url(row), "lead": str(row.person), "crumbs": _crumbs(row)}
    question = Question(**{**usual, "fields": forms.PLACEMENT_FIELDS, **said})
    return ask(request, form, act, question, then)


# ---------------------------------------------------------------- written


@page(see=WRITE, do=WRITE)
def placement_add(request: Request, place: Establishment, pk: int, device: str) -> HttpResponse:
    """A step of the way of a person: the fields of its device and no other."""
    if device not in list(Device):
        raise Http404
    person = registration_or_404(request, place, pk, WRITE).person
    return _written(request, place, person, Device(device), None)


@page(see=WRITE, do=WRITE, sensitive=True)
def placement_change(request: Request, place: Establishment, placement: int) -> HttpResponse:
    row = placement_or_404(request, place, placement, WRITE)
    request.note_read("pathways.placement", [row.person_id], table=Person._meta.db_table)
    return _written(request, place, row.person, Device(row.device), row)


def _written(
    request: Request, place: Establishment, person: Person, device: Device, row: Placement | None
) -> HttpResponse:
    hosts = Host.objects.visible_to(request.user, place)
    days = days_open([house_of(place).week_on(today())])
    initial = forms.placement_initial(row) if row else {"starts_on": today()}
    form = forms.PlacementForm(sent(request), initial=initial, device=device, hosts=hosts, days=days)
    ready = request.POST.get("act") != DRAFT and (row is None or row.state == PlacementState.DRAFT)
    made: list[Placement] = []

    def act() -> None:
        what = {"spec": form.spec(device), "new_host": form.new_host(), "placement": row, "ready": ready}
        made.append(place_person(establishment=place, person=person, **what, by=request.user, at=now()))

    def then() -> str:
        name = "pathways:placement_agree" if ready else "pathways:placement"
        return reverse(name, args=[place.finess, made[0].pk])

    return ask(request, form, act, _form_of(place, person, device, row), then)


def _form_of(place: Establishment, person: Person, device: Device, row: Placement | None) -> Question:
    return Question(
        heading=DEVICES[device],
        back=placement_url(row) if row else timeline_url(place, person.pk),
        lead=str(person),
        note=TOLD[device],
        submit=gettext("Check, then agree") if row is None or row.state == PlacementState.DRAFT else "",
        crumbs=crumbs_to(place, person),
        fields=forms.PLACEMENT_FIELDS,
        template="pathways/placement_form.html",
    )


# ---------------------------------------------------------------- agreed


@page(see=WRITE, do=WRITE, sensitive=True)
def placement_agree(request: Request, place: Establishment, placement: int) -> HttpResponse:
    """The half-days it will write, told before it is agreed."""
    row = placement_or_404(request, place, placement, WRITE)
    request.note_read("pathways.placement", [row.person_id], table=Person._meta.db_table)
    form = forms.AgreeForm(sent(request), told=preview_lines(row, today()))

    def act() -> None:
        actions.agree_placement(placement=row, by=request.user, at=now())

    said = {"heading": gettext("Agree on it"), "done": gettext("The placement is agreed."), "submit": gettext("Agree")}
    return _asked(request, row, form, act, **said, template="pathways/placement_agree.html")


@page(see=WRITE, do=WRITE)
def placement_renew(request: Request, place: Establishment, placement: int) -> HttpResponse:
    """The period that goes on from this one, as a draft."""
    row = placement_or_404(request, place, placement, WRITE)
    form = forms.RenewForm(sent(request))
    made: list[Placement] = []

    def act() -> None:
        ends_before = forms.day_after(form.cleaned_data["last_day"])
        signed_on = form.cleaned_data["signed_on"]
        made.append(
            actions.renew_placement(
                placement=row, ends_before=ends_before, signed_on=signed_on, by=request.user, at=now()
            )
        )

    note = gettext("It begins the day after this one ends, with the same host and the same words.")
    heading = gettext("Renew it")
    return _asked(request, row, form, act, lambda: placement_url(made[0]), heading=heading, note=note)


@page(see=WRITE, do=WRITE)
def placement_steps(request: Request, place: Establishment, placement: int) -> HttpResponse:
    """When the MDPH was told, and the CDAPH asked and agreed; also of a placement that is over."""
    row = placement_or_404(request, place, placement, WRITE)
    form = forms.StepsForm(sent(request), initial={name: getattr(row, name) for name in forms.STEPS})

    def act() -> None:
        actions.note_steps(placement=row, **form.cleaned_data, by=request.user, at=now())

    fields = {**forms.STEP_FIELDS, "secondment_too_long": "cdaph_agreed_on"}
    return _asked(
        request, row, form, act, heading=gettext("MDPH and CDAPH"), done=gettext("It is saved."), fields=fields
    )


# ---------------------------------------------------------------- over


@page(see=WRITE, do=WRITE)
def placement_end(request: Request, place: Establishment, placement: int) -> HttpResponse:
    """Over, with what came of it; the next page offers to take that back."""
    row = placement_or_404(request, place, placement, WRITE)
    form = forms.EndForm(sent(request), initial={"last_day": last_day(row.ends_before) or today()})
    before = row.ends_before

    def act() -> None:
        data = form.cleaned_data
        values = {"outcome": data["outcome"], "note": data["note"]}
        ends_before = data["last_day"] + timedelta(days=1)
        actions.end_placement(placement=row, ends_before=ends_before, **values, by=request.user, at=now())
        undo.offer(
            request,
            act=f"pathways.end.{row.pk}",
            address=reverse("pathways:placement_end_undo", args=[place.finess, row.pk]),
            text=gettext("The placement is ended."),
            values={"ends_before": before.isoformat() if before else ""},
        )

    return _asked(request, row, form, act, heading=gettext("End it"))


@page(see=WRITE, do=WRITE)
def placement_end_undo(request: Request, place: Establishment, placement: int) -> HttpResponse:
    row = placement_or_404(request, place, placement, WRITE)
    if request.method != "POST":
        return do(request, lambda: None, placement_url(row))
    known = undo.redeem(request, f"pathways.end.{row.pk}")["ends_before"]

    def act() -> None:
        ends_before = date.fromisoformat(known) if known else None
        actions.reopen_placement(placement=row, ends_before=ends_before, by=request.user, at=now())

    return do(request, act, placement_url(row), gettext("The placement goes on as before."))


@page(see=WRITE, do=WRITE)
def placement_unknown(request: Request, place: Establishment, placement: int) -> HttpResponse:
    """Nobody can say any more how it ended: it leaves the deadlines, which offer to take that back.

    Only when the last day was more than a year ago.
    """
    row = placement_or_404(request, place, placement, WRITE)
    last = row.ends_before

    def act() -> None:
        if last is None:
            raise Http404
        unknown = PlacementOutcome.NOT_KNOWN.value
        actions.end_placement(placement=row, ends_before=last, outcome=unknown, by=request.user, at=now())
        undo.offer(
            request,
            act=f"pathways.end.{row.pk}",
            address=reverse("pathways:placement_end_undo", args=[place.finess, row.pk]),
            text=gettext("The placement of %(name)s is closed, its outcome not known.") % {"name": row.person},
            values={"ends_before": last.isoformat()},
        )

    return do(request, act, reverse("pathways:deadlines", args=[place.finess]))


@page(see=WRITE, do=WRITE)
def placement_reopen(request: Request, place: Establishment, placement: int) -> HttpResponse:
    """What was ended goes on after all."""
    row = placement_or_404(request, place, placement, WRITE)
    form = forms.ReopenForm(sent(request), initial={"last_day": last_day(row.ends_before)})

    def act() -> None:
        ends_before = forms.day_after(form.cleaned_data["last_day"])
        actions.reopen_placement(placement=row, ends_before=ends_before, by=request.user, at=now())

    said = {"heading": gettext("It goes on"), "done": gettext("The placement goes on.")}
    return _asked(request, row, form, act, **said)


@page(see=WRITE, do=WRITE)
def placement_cancel(request: Request, place: Establishment, placement: int) -> HttpResponse:
    """It never was: the half-days it wrote are taken back."""
    row = placement_or_404(request, place, placement, WRITE)
    form = forms.CancelForm(sent(request))

    encrypted = Placement._meta.get_field("outcome_note").get_prep_value(row.outcome_note)
    before = {"state": row.state, "renewal_of": row.renewal_of_id, "note": encrypted}

    def act() -> None:
        actions.cancel_placement(placement=row, **form.cleaned_data, by=request.user, at=now())
        undo.offer(
            request,
            act=f"pathways.cancel.{row.pk}",
            address=reverse("pathways:placement_cancel_undo", args=[place.finess, row.pk]),
            text=gettext("The placement is cancelled."),
            values=before,
        )

    note = gettext("It stays in the list as cancelled, with its reason. The half-days that it wrote are taken back.")
    said = {"heading": gettext("Cancel it"), "note": note}
    return _asked(request, row, form, act, **said, submit=gettext("Cancel the placement"))


@page(see=WRITE, do=WRITE)
def placement_cancel_undo(request: Request, place: Establishment, placement: int) -> HttpResponse:
    row = placement_or_404(request, place, placement, WRITE)
    if request.method != "POST":
        return do(request, lambda: None, placement_url(row))
    kept = undo.redeem(request, f"pathways.cancel.{row.pk}")
    kept["note"] = opened(kept["note"]) or ""

    def act() -> None:
        actions.restore_placement(placement=row, **kept, by=request.user, at=now())

    return do(request, act, placement_url(row), gettext("The placement goes on as before."))
