"""Support agreements: listed, made from a job or an exit, corrected, renewed, ended, printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms as django_forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit import exports, localised, undo
from etabli.kit.asking import Question, ask, do, sent
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment
from etabli.pathways.access import PathwaysRight
from etabli.pathways.actions import agreements as actions
from etabli.pathways.columns.agreements import AGREEMENTS, agreement_url, employer_of, ended_before
from etabli.pathways.forms import agreements as forms
from etabli.pathways.models import Exit, Host, Placement, SupportAgreement
from etabli.pathways.papers.agreements import agreement_paper
from etabli.pathways.queries import agreements as queries
from etabli.pathways.rules.timeline import last_day
from etabli.pathways.showing.agreements import STATUS, agreement_state_of
from etabli.pathways.states import AgreementState
from etabli.pathways.views.common import ON_A_PAGE, PERSONS, crumbs_to, pathways_crumb
from etabli.pathways.views.printing import pdf_answer
from etabli.pathways.wording import AGREEMENT_STATES
from etabli.pathways.wording.agreements import FIELDS
from etabli.pathways.wording.papers import GAPS
from etabli.people.models import Person

READ, WRITE = PathwaysRight.READ, PathwaysRight.WRITE


def tabs(place: Establishment, current: str) -> list[dict[str, Any]]:
    """Agreements, reinforced pathways and partnerships, side by side."""
    words = {
        "agreements": gettext("Support agreements"),
        "reinforced_list": gettext("Reinforced pathways"),
        "partnerships": gettext("Partnerships"),
    }
    return [
        {"label": word, "url": reverse(f"pathways:{name}", args=[place.finess]), "current": name == current}
        for name, word in words.items()
    ]


@page(see=READ, sensitive=True)
def agreements(request: Request, place: Establishment) -> HttpResponse:
    """Those in force, what ends first before; or (`over=1`) those that are over; and who opposes them."""
    over = request.GET.get("over") == "1"
    rows = queries.agreements_in(request.user, place, today(), in_force=not over)
    found = paged(rows, request.GET.get("page"), ON_A_PAGE)
    opposed = list(queries.oppositions_in(request.user, place))
    shown = [*found.object_list, *opposed]
    request.note_read("pathways.agreements", {row.person_id for row in shown}, table=PERSONS)
    context = {
        "place": place,
        "crumbs": [pathways_crumb(place), {"label": gettext("Support agreements")}],
        "tabs": tabs(place, "agreements"),
        "over": over,
        "page": found,
        "opposed": opposed,
        "may_write": request.user.may(WRITE, place),
        **_table(list(found.object_list)),
        "undo": undo.offered(request),
    }
    return render(request, "pathways/agreements.html", context)


def _table(rows: list[SupportAgreement]) -> dict[str, Any]:
    """The rows of the file, and how each stands."""
    table = exports.screen(AGREEMENTS, rows)
    table["columns"].append({"label": gettext("State"), "numeric": False})
    for row, line in zip(rows, table["rows"], strict=True):
        state = agreement_state_of(row, today())
        word = {"text": AGREEMENT_STATES[state], "status": STATUS[state]}
        line["cells"].append({"url": None, "numeric": False, "header": False, **word})
    return table


@page(see=READ, sensitive=True)
def agreements_export(request: Request, place: Establishment, kind: str) -> HttpResponse:
    """All of them, those that end last before."""
    if kind not in exports.CONTENT_TYPES:
        raise Http404
    rows = list(queries.agreements_in(request.user, place, today()))
    what = {"what": "pathways.agreements", "title": gettext("Support agreements")}
    subjects = [row.person_id for row in rows]
    return exports.download(request, kind, AGREEMENTS, rows, **what, subjects=subjects, table=PERSONS)


# ---------------------------------------------------------------- made


@page(see=WRITE, do=WRITE, sensitive=True)
def agreement_add(request: Request, place: Establishment, job: int) -> HttpResponse:
    """From a job."""
    row = get_object_or_404(queries.jobs_in(request.user, place, WRITE), pk=job)
    return _add(request, place, row.person, row, row.host, row.starts_on)


@page(see=WRITE, do=WRITE, sensitive=True)
def agreement_add_exit(request: Request, place: Establishment, exit: int) -> HttpResponse:
    """From an exit, with the job that it says when it is agreed."""
    rows = Exit.objects.visible_to(request.user, place, WRITE).select_related("person", "engagement", "host")
    row = get_object_or_404(rows, pk=exit)
    job = queries.jobs_in(request.user, place, WRITE).filter(pk=row.job_id).first()
    return _add(request, place, row.person, job, row.host, row.engagement.ends_before or today())


def _add(
    request: Request, place: Establishment, person: Person, job: Placement | None, host: Host | None, start: date
) -> HttpResponse:
    request.note_read("pathways.agreement", [person.pk], table=PERSONS)
    limits = queries.limits_on(place, start)
    form = _form(request, place, job, forms.new_agreement(start, today(), host, limits))
    made: list[SupportAgreement] = []

    def act() -> None:
        who = {"establishment": place, "person": person, "on": today()}
        made.append(actions.save_agreement(**who, spec=form.spec(), by=request.user, at=now()))

    heading = gettext("Make a support agreement")
    back = reverse("pathways:agreements", args=[place.finess])
    return _asked(request, person, form, act, heading, back, then=lambda: agreement_url(made[0]))


def _form(request: Request, place: Establishment, job: Placement | None, initial: Mapping[str, Any]) -> Any:
    hosts = list(Host.objects.visible_to(request.user, place))
    return forms.AgreementForm(sent(request), job=job, hosts=hosts, initial=initial)


def _asked(
    request: Request,
    person: Person,
    form: django_forms.Form,
    act: Callable[[], object],
    heading: str,
    back: str,
    then: Callable[[], str] | None = None,
    note: str = "",
) -> HttpResponse:
    done, crumbs = gettext("The agreement is saved."), crumbs_to(request.place, person)
    question = Question(heading, back, done, str(person), note, crumbs=crumbs, fields=FIELDS)
    return ask(request, form, act, question, then)


# ---------------------------------------------------------------- one agreement


def _found(request: Request, place: Establishment, agreement: int, right: str = WRITE) -> SupportAgreement:
    rows = SupportAgreement.objects.visible_to(request.user, place, right)
    rows = rows.select_related("person", "establishment__association", "host", "job__host", "renewal_of__establishment")
    return get_object_or_404(rows, pk=agreement)


@page(see=READ, sensitive=True)
def agreement(request: Request, place: Establishment, agreement: int) -> HttpResponse:
    """What was agreed, until when, and what the paper leaves to be filled in by hand."""
    row = _found(request, place, agreement, READ)
    request.note_read("pathways.agreement", [row.person_id], table=PERSONS)
    state = agreement_state_of(row, today())
    following = SupportAgreement.objects.filter(renewal_of=row).select_related("establishment").first()
    context = {
        "place": place,
        "row": row,
        "person": row.person,
        "crumbs": [*crumbs_to(place, row.person), {"label": gettext("Support agreement")}],
        "state": AGREEMENT_STATES[state],
        "status": STATUS[state],
        "is_over": state == AgreementState.OVER,
        "employer": employer_of(row),
        "last_day": last_day(ended_before(row)),
        "before": row.renewal_of,
        "following": following,
        "gaps": [GAPS[code] for code in agreement_paper(row).gaps()],
        "may_write": SupportAgreement.objects.visible_to(request.user, place, WRITE).filter(pk=row.pk).exists(),
        "undo": undo.offered(request),
    }
    return render(request, "pathways/agreement.html", context)


@page(see=READ, sensitive=True)
def agreement_file(request: Request, place: Establishment, agreement: int) -> HttpResponse:
    """The paper as PDF, in French."""
    row = _found(request, place, agreement, READ)
    request.note_read("pathways.agreement", [row.person_id], table=PERSONS)
    return pdf_answer(agreement_paper(row), row.person)


@page(see=WRITE, do=WRITE, sensitive=True)
def agreement_correct(request: Request, place: Establishment, agreement: int) -> HttpResponse:
    row = _found(request, place, agreement)
    request.note_read("pathways.agreement", [row.person_id], table=PERSONS)
    form = _form(request, place, row.job, forms.agreement_initial(row))

    def act() -> None:
        who = {"establishment": place, "person": row.person, "on": today()}
        actions.save_agreement(**who, spec=form.spec(), row=row, by=request.user, at=now())

    return _asked(request, row.person, form, act, gettext("Correct a support agreement"), agreement_url(row))


@page(see=WRITE, do=WRITE, sensitive=True)
def agreement_renew(request: Request, place: Establishment, agreement: int) -> HttpResponse:
    """Another one goes on from it, as long as it may be."""
    row = _found(request, place, agreement)
    request.note_read("pathways.agreement", [row.person_id], table=PERSONS)
    first = queries.first_start(row)
    initial = forms.renewal_initial(row, first, today(), queries.limits_on(place, row.ends_before))
    form = _form(request, place, row.job, initial)
    made: list[SupportAgreement] = []

    def act() -> None:
        made.append(actions.renew_agreement(row=row, spec=form.spec(), on=today(), by=request.user, at=now()))

    note = gettext("The first of these agreements began on %(day)s: with its renewals it lasts three years at most.")
    note %= {"day": localised.day(first, "long")}
    heading = gettext("Renew a support agreement")
    return _asked(
        request, row.person, form, act, heading, agreement_url(row), then=lambda: agreement_url(made[0]), note=note
    )


@page(see=WRITE, do=WRITE, sensitive=True)
def agreement_end(request: Request, place: Establishment, agreement: int) -> HttpResponse:
    """Before its last day; it can be taken back."""
    row = _found(request, place, agreement)
    request.note_read("pathways.agreement", [row.person_id], table=PERSONS)
    form = forms.LastDayForm(sent(request), initial={"last_day": today()})

    def act() -> None:
        actions.end_agreement(row=row, ended_on=form.ends_before, by=request.user, at=now())
        text = gettext("The agreement ends on %(day)s.") % {"day": localised.day(form.cleaned_data["last_day"])}
        way = reverse("pathways:agreement_resume", args=[place.finess, row.pk])
        undo.offer(request, act=f"pathways.agreement.{row.pk}", address=way, text=text, values={})

    return _asked(request, row.person, form, act, gettext("End a support agreement"), agreement_url(row))


@page(see=WRITE, do=WRITE)
def agreement_resume(request: Request, place: Establishment, agreement: int) -> HttpResponse:
    """Its end is taken back: it lasts to the day that was agreed."""
    row = _found(request, place, agreement)
    if request.method != "POST":
        return redirect(agreement_url(row))
    done = gettext("The end is taken back.")
    return do(
        request,
        lambda: actions.end_agreement(row=row, ended_on=None, by=request.user, at=now()),
        agreement_url(row),
        done,
    )
