"""Reports of interventions: their list, one report with its photos and signature, its PDF, and its correction."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext
from uuid_utils.compat import uuid7

from etabli.kit import localised
from etabli.kit.asking import Question, ask
from etabli.kit.clock import now, today
from etabli.kit.files import photo_response, photos_kept
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.kit.texts import fold
from etabli.org.models import Establishment
from etabli.org.queries import rights_in
from etabli.people.models import Person
from etabli.people.reach import Reach
from etabli.production import documents
from etabli.production.access import ProductionRight
from etabli.production.actions import InterventionOperation, PersonTime, record_interventions
from etabli.production.forms import ReportForm, report_initial
from etabli.production.models import InterventionReport
from etabli.production.queries import activities_of
from etabli.production.queries.day import people_of
from etabli.production.queries.reports import ReportShown, report_shown, reports_seen
from etabli.production.views.common import author_name, settle, tabs, workshops_with

REPORTS_A_PAGE = 30
FIELDS = {
    "hours_backwards": "ended",
    "site_missing": "site",
    "activity_elsewhere": "activity",
    "activity_unknown": "activity",
}
"""The field beside which the sentence of each refusal stands."""


@page(see=ProductionRight.READ)
def reports(request: Request, place: Establishment) -> HttpResponse:
    """The reports that stand, latest intervention first."""
    workshops = workshops_with(request, place, ProductionRight.READ)
    workshop = next((row for row in workshops if str(row.pk) == request.GET.get("workshop")), None)
    keys = reports_seen(request.user, place, workshop.pk if workshop else None)
    found = paged(keys, request.GET.get("page"), REPORTS_A_PAGE)
    rows = InterventionReport.objects.filter(pk__in=list(found.object_list)).select_related("workshop", "activity")
    by_key = {row.pk: row for row in rows}
    context = {
        "place": place,
        "workshops": workshops,
        "workshop": workshop,
        "page": found,
        "rows": [{"row": by_key[key], "hours": hours(by_key[key])} for key in found.object_list],
        "tabs": tabs(rights_in(request.user, place), place, "production:reports"),
    }
    return render(request, "production/reports.html", context)


def hours(row: InterventionReport) -> str:
    """`08:30–11:45`."""
    return "–".join(f"{minutes // 60:02d}:{minutes % 60:02d}" for minutes in (row.started, row.ended))


def _report(request: Request, place: Establishment, key: UUID, what: str = "production.report") -> ReportShown:
    found = report_shown(request.user, place, key, today())
    if found is None:
        raise Http404
    named = [person.person for person in found.people if person.name]
    request.note_read(what, named, table=Person._meta.db_table, rows=1)
    return found


@page(see=ProductionRight.READ, sensitive=True)
def report(request: Request, place: Establishment, key: UUID) -> HttpResponse:
    """One version of a report, with photos and signature."""
    found = _report(request, place, key)
    row = found.row
    writable = {workshop.pk for workshop in workshops_with(request, place, ProductionRight.WRITE)}
    kept = photos_kept(place.pk, [*found.photos, *([row.signature] if row.signature else [])])
    context = {
        "place": place,
        "report": found,
        "row": row,
        "hours": hours(row),
        "length": localised.hours(row.ended - row.started),
        "author": author_name(row.author),
        "people": [(person.name, localised.hours(person.minutes)) for person in found.people if person.name],
        "unnamed": [localised.hours(person.minutes) for person in found.people if not person.name],
        "photos": [{"key": photo, "kept": photo in kept} for photo in found.photos],
        "signature_kept": row.signature in kept,
        "may_write": row.workshop_id in writable and found.stands,
        "crumbs": _crumbs(place, localised.day(row.day, "long")),
    }
    return render(request, "production/report.html", context)


def _crumbs(place: Establishment, label: str) -> list[dict[str, Any]]:
    back = reverse("production:reports", args=[place.finess])
    return [{"label": gettext("Interventions"), "url": back}, {"label": label}]


@page(see=ProductionRight.READ)
def report_photo(request: Request, place: Establishment, key: UUID, photo: UUID) -> HttpResponse:
    """A photo or the signature of a report that the reader may see."""
    found = report_shown(request.user, place, key, today())
    if found is None or photo not in (*found.photos, found.row.signature):
        raise Http404
    return photo_response(place.pk, photo)


@page(see=ProductionRight.READ, sensitive=True)
def report_pdf(request: Request, place: Establishment, key: UUID) -> HttpResponse:
    """The report to keep or to send, with the names that the reader may see."""
    found = _report(request, place, key, "production.report.pdf")
    content = documents.report_pdf(place, found, hours(found.row), author_name(found.row.author), today())
    name = slugify(gettext("Intervention report %(day)s") % {"day": found.row.day.isoformat()})
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@page(see=ProductionRight.WRITE, do=ProductionRight.WRITE, sensitive=True)
def report_edit(request: Request, place: Establishment, key: UUID) -> HttpResponse:
    """A correction: the version before is kept, with the signature it bears."""
    found = _report(request, place, key)
    row = found.row
    if row.workshop_id not in {workshop.pk for workshop in workshops_with(request, place, ProductionRight.WRITE)}:
        raise Http404
    times = {person.person: person.minutes for person in found.people}
    people = _writable_people(request, place, row, times)
    known = activities_of(place, [row.workshop_id], [row.activity_id] if row.activity_id else [])
    activities = [entry for entry in known if entry.active or entry == row.activity]
    form = ReportForm(request.POST or None, activities=activities, people=people, initial=report_initial(row, times))
    back = reverse("production:report", kwargs={"finess": place.finess, "key": key})
    made = uuid7()

    def act() -> None:
        unseen = tuple(PersonTime(person, minutes) for person, minutes in times.items() if person not in people)
        operation = _correction(found, form, made, unseen)
        settle(record_interventions(establishment=place, operations=[operation], by=request.user, at=now()))

    return ask(request, form, act, _question(place, row, back), then=lambda: back.replace(str(key), str(made)))


def _writable_people(
    request: Request, place: Establishment, row: InterventionReport, times: dict[int, int]
) -> dict[int, str]:
    """Those of the workshop that day and those of the report, whom the author may write for, by name."""
    reach = Reach(request.user, ProductionRight.WRITE, place, {*times, *people_of(place, row.workshop, row.day)})
    names = {person: name for person, name in reach.names.items() if reach.holds(person, today(), row.day)}
    return dict(sorted(names.items(), key=lambda item: fold(item[1])))


def _correction(
    found: ReportShown, form: ReportForm, key: UUID, unseen: tuple[PersonTime, ...]
) -> InterventionOperation:
    """`unseen`: those who are not the author's to write for stay as they are."""
    row, values = found.row, form.values
    return InterventionOperation(
        id=key,
        workshop=row.workshop_id,
        acted_at=now(),
        photos=found.photos,
        corrects=row.pk,
        **{**values, "people": (*values["people"], *unseen)},
    )


def _question(place: Establishment, row: InterventionReport, back: str) -> Question:
    return Question(
        gettext("Correct the report"),
        back,
        done=gettext("The report is corrected. The version before is kept."),
        lead=f"{row.site} · {localised.day(row.day, 'long')}",
        note=gettext("The client's signature stays with the version that was signed.") if row.signature else "",
        crumbs=[{"label": gettext("Interventions"), "url": reverse("production:reports", args=[place.finess])}],
        fields=FIELDS,
    )
