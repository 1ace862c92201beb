"""Import pages: choose a file, see what it would do, write it; sheets to fill in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import get_language, gettext

from etabli.core.refusal import Refusal
from etabli.exchange import pop, uploads
from etabli.exchange.access import ExchangeRight, kinds_open_to
from etabli.exchange.actions import (
    Mode,
    import_attendance,
    import_basin,
    import_catalogue,
    import_clients,
    import_orders,
    import_people,
    import_placements,
    import_work,
)
from etabli.exchange.columns import LISTS, MONTH_NEEDED, columns_of, rows_of, texts_of
from etabli.exchange.forms import MonthForm, UploadForm, month_of
from etabli.exchange.frameworks import import_support_package
from etabli.exchange.queries import persons_named
from etabli.exchange.report import Report
from etabli.exchange.states import OF_PERSONS, OF_SHEETS, ImportKind
from etabli.exchange.templates_xlsx import template as made_template
from etabli.exchange.uploads import Upload
from etabli.exchange.wording import FILES, IMPORT_KINDS, WRITTEN, told
from etabli.kit.clock import now, today
from etabli.kit.exports import CONTENT_TYPES, XLSX, screen
from etabli.kit.links import address
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.kit.wording import sentence
from etabli.org.models import Establishment
from etabli.people.models import Person
from etabli.people.queries import registration_of
from etabli.support.access import SupportRight

DRY_RUN = Mode(dry_run=True, accept_good_rows=True)
"""Good rows are tried even beside errors: the page tells what writing them alone would do."""
GOOD_ROWS = "good_rows"


@page(see=ExchangeRight.IMPORT)
def imports(request: Request, place: Establishment) -> HttpResponse:
    """What may be imported, and what each needs."""
    kinds = [{"code": kind, "label": IMPORT_KINDS[kind]} for kind in kinds_open_to(request.user, place)]
    return render(request, "exchange/imports.html", {"place": place, "kinds": kinds})


@page(see=ExchangeRight.IMPORT)
def template(request: Request, place: Establishment, kind: str) -> HttpResponse:
    """An empty sheet, its columns named in the reader's language."""
    wanted = _kind_or_404(request, kind)
    if wanted not in OF_SHEETS:
        raise Http404
    content = made_template(wanted, get_language() or "", place, today())
    headers = {"Content-Disposition": f'attachment; filename="{wanted}.{XLSX}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=CONTENT_TYPES[XLSX], headers=headers)


@page(see=ExchangeRight.IMPORT, do=ExchangeRight.IMPORT)
def upload(request: Request, place: Establishment, kind: str) -> HttpResponse:
    """The file is checked at once; its page tells what writing it would do."""
    wanted = _kind_or_404(request, kind)
    uploads.sweep(now())
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES, kind=wanted)
        kept = _checked(request, form, wanted) if form.is_valid() else None
        if kept is not None:
            return redirect("exchange:preview", finess=place.finess, token=kept.token)
    else:
        form = UploadForm(kind=wanted, initial={"month": month_of(request.GET.get("month", ""))})
    context = {"place": place, "form": form, "kind": wanted, "heading": IMPORT_KINDS[wanted]}
    return render(request, "exchange/upload.html", context)


def _checked(request: Request, form: UploadForm, kind: ImportKind) -> Upload | None:
    """The file kept with the report of its dry run; None, with a sentence on the form, for one that cannot be read."""
    kept = uploads.keep(form.cleaned_data["file"], kind, form.cleaned_data.get("month"))
    is_kept = False
    try:
        kept.report = _run(request, kept, DRY_RUN)
        unreadable = next((problem for problem in kept.report.errors if problem.code in FILES), None)
        if unreadable is not None:
            form.add_error("file", told(unreadable))
            return None
        uploads.save(kept)
        uploads.bind(request, kept)
        is_kept = True
    finally:
        if not is_kept:
            uploads.forget(kept)
    return kept


def _run(request: Request, kept: Upload, mode: Mode) -> Report:
    given: dict[str, Any] = {"path": kept.path, "establishment": request.place, "mode": mode}
    given |= {"by": request.user, "at": now()}
    if kept.kind == ImportKind.ATTENDANCE:
        return import_attendance(month=kept.month, **given)
    imports_of = {
        ImportKind.PEOPLE: import_people,
        ImportKind.CLIENTS: import_clients,
        ImportKind.CATALOGUE: import_catalogue,
        ImportKind.ORDERS: import_orders,
        ImportKind.WORK: import_work,
        ImportKind.BASIN: import_basin,
        ImportKind.PLACEMENTS: import_placements,
        ImportKind.PACKAGE: import_support_package,
    }
    return imports_of[kept.kind](**given)


@page(see=ExchangeRight.IMPORT, do=ExchangeRight.IMPORT, sensitive=True)
def preview(request: Request, place: Establishment, token: str) -> HttpResponse:
    """What the file would do, or, once it is written, what it did. A POST says the month its day numbers lack."""
    kept = _kept_or_404(request, token)
    if kept is None:
        return render(request, "exchange/expired.html", {"place": place}, status=410)
    form = MonthForm(request.POST or None, initial={"month": kept.month})
    if request.method == "POST" and not kept.report.written and form.is_valid():
        _check_again(request, kept, form.cleaned_data["month"])
        return redirect("exchange:preview", finess=place.finess, token=token)
    context = {"place": place, "upload": kept, "report": kept.report, "heading": IMPORT_KINDS[kept.kind]}
    context["unit"] = WRITTEN[kept.kind]
    context |= _lists(request, kept)
    if kept.report.written:
        return render(request, "exchange/written.html", context | {"ways": _ways(request, kept.kind)})
    needs_month = any(problem.code == MONTH_NEEDED for problem in kept.report.errors)
    context |= {"month_form": form if needs_month else None, "writes": kept.report.created + kept.report.updated}
    return render(request, "exchange/preview.html", context)


def _check_again(request: Request, kept: Upload, month: date | None) -> None:
    with uploads.one_at_a_time(kept.token):
        if kept.path.exists():
            kept.month = month
            kept.report = _run(request, kept, DRY_RUN)
            uploads.save(kept)


@page(see=ExchangeRight.IMPORT, do=ExchangeRight.IMPORT)
def confirm(request: Request, place: Establishment, token: str) -> HttpResponse:
    """Write the file. Pressed twice, it is written once, and both see the same result."""
    if _kept_or_404(request, token) is not None and request.method == "POST":
        with uploads.one_at_a_time(token):
            # Read again: another press may have written it while this one waited.
            kept = uploads.find(token)
            if kept is not None and not kept.report.written:
                _write(request, kept, Mode(accept_good_rows=request.POST.get("act") == GOOD_ROWS))
    return redirect("exchange:preview", finess=place.finess, token=token)


def _write(request: Request, kept: Upload, mode: Mode) -> None:
    kept.report = _run(request, kept, mode)
    if kept.report.written:
        uploads.save(kept)
        uploads.forget_sheet(kept)
        return
    kept.report = _run(request, kept, DRY_RUN)
    uploads.save(kept)
    messages.error(request, gettext("Nothing was written: there are errors. Look at them below."))


# ---------------------------------------------------------------- what the pages share


def _kind_or_404(request: Request, kind: str) -> ImportKind:
    if kind not in kinds_open_to(request.user, request.place):
        raise Http404
    return ImportKind(kind)


def _kept_or_404(request: Request, token: str) -> Upload | None:
    """The upload; None when it is no longer kept; Http404 when it is not this user's, of this establishment."""
    if not uploads.is_bound(request, token):
        raise Http404
    uploads.sweep(now())
    kept = uploads.find(token)
    if kept is not None:
        _kind_or_404(request, kept.kind)
    return kept


def _lists(request: Request, kept: Upload) -> dict[str, Any]:
    """The list asked for (the first that is not empty), one page of it, and the tabs of the others."""
    full = {name: rows for name in LISTS if (rows := rows_of(kept.report, name))}
    chosen = request.GET.get("list", "")
    chosen = chosen if chosen in full else next(iter(full), "")
    found = paged(full.get(chosen, []), request.GET.get("page"))
    texts = {text for row in found.object_list for text in texts_of(row)}
    subjects = persons_named(request.place, texts) if texts and kept.kind in OF_PERSONS else []
    request.note_read(f"exchange.{kept.kind}", subjects, kept.name, rows=len(found.object_list))
    tabs = [
        {"label": label, "url": f"?list={name}", "current": name == chosen, "count": len(full[name])}
        for name, label in LISTS.items()
        if name in full
    ]
    table = screen(columns_of(chosen, kept.kind), found.object_list) if chosen else None
    return {"tabs": tabs, "table": table, "page": found, "caption": LISTS.get(chosen, "")}


def _ways(request: Request, kind: ImportKind) -> list[dict[str, str]]:
    """Where what was written can be seen, as far as the reader may."""
    of_persons = (
        ("people:list", gettext("People"), "users"),
        ("attendance:week", gettext("Attendance"), "calendar-check"),
        ("indicators:dashboard", gettext("Activity"), "chart-column"),
    )
    of_sales = (
        ("orders:clients", gettext("Clients"), "building-2"),
        ("orders:products", gettext("Catalogue"), "package"),
        ("orders:board", gettext("Orders"), "clipboard-list"),
    )
    of_work = (("production:day", gettext("Work"), "hammer"), of_sales[-1])
    of_pathways = (
        ("pathways:pathways", gettext("Pathways"), "route"),
        ("pathways:hosts", gettext("Hosts"), "building-2"),
    )
    of_contract = (("cpom:basin", gettext("The job basin"), "map"), ("cpom:contracts", gettext("CPOM"), "target"))
    of_support = (
        ("support:frameworks", gettext("Competences"), "graduation-cap"),
        ("support:kinds", gettext("Kinds of actions"), "list"),
        ("support:template", gettext("Sections of the plan"), "file-text"),
        ("support:free_fields", gettext("Free fields"), "text-cursor-input"),
    )
    own = {
        ImportKind.WORK: of_work,
        ImportKind.PLACEMENTS: of_pathways,
        ImportKind.BASIN: of_contract,
        ImportKind.PACKAGE: of_support,
    }
    ways = own.get(kind, of_persons if kind in OF_PERSONS else of_sales)
    found = [{"url": address(request, name), "label": label, "icon": icon} for name, label, icon in ways]
    return [way for way in found if way["url"]]


# ---------------------------------------------------------------- a support plan as a file


@page(see=SupportRight.PLAN_READ, sensitive=True)
def plan_file(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """Her support plan, as JSON for another service; without one, back to her page, where that is said."""
    registration = registration_of(request.user, place, pk, SupportRight.PLAN_READ)
    if registration is None or registration.person.erased_on is not None:
        raise Http404
    try:
        content = pop.written(registration, today())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect("support:diagnosis", finess=place.finess, pk=pk)
    request.note_read("exchange.pop", [pk], table=Person._meta.db_table)
    name = slugify(f"{gettext('Support plan')} {registration.person}")
    headers = {"Content-Disposition": f'attachment; filename="{name}.json"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="application/json; charset=utf-8", headers=headers)
