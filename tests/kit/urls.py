"""Pages that do what pages must not, and those that do as they should."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import include, path

from etabli.kit.exports import XLSX, Column, download
from etabli.kit.pages import PUBLIC, SIGNED_IN, Request, page
from etabli.org.models import Workshop

SETTINGS_READ, SETTINGS_WRITE = "org.settings.read", "org.settings.write"


def shell(request: HttpRequest) -> dict[str, Any]:
    return {"navigation": [], "theme": "auto"}


@page(see=PUBLIC)
def home(request: Request) -> HttpResponse:
    return HttpResponse("home")


@page(see=SIGNED_IN)
def mine(request: Request) -> HttpResponse:
    return HttpResponse(f"mine {request.LANGUAGE_CODE}")


@page(see="org.access.read")
def anywhere(request: Request) -> HttpResponse:
    return HttpResponse("anywhere")


@page(see=SETTINGS_READ)
def read_only(request: Request, place: Any) -> HttpResponse:
    return HttpResponse(place.name)


@page(see=SETTINGS_READ, do=SETTINGS_WRITE)
def workshops(request: Request, place: Any) -> HttpResponse:
    if request.method == "POST":
        Workshop.objects.create(establishment=place, code=request.POST["code"], name="New")
    return HttpResponse(", ".join(place.workshops.values_list("code", flat=True)))


@page(see=SETTINGS_READ)
def writes(request: Request, place: Any) -> HttpResponse:
    Workshop.objects.create(establishment=place, code="X", name="Written by a reading page")
    return HttpResponse("written")


@page(see=SETTINGS_READ)
def writes_late(request: Request, place: Any) -> HttpResponse:
    """Its template writes, after the view has returned."""
    template = engines["django"].from_string("{{ make }}")
    return TemplateResponse(
        request, template, {"make": lambda: str(Workshop.objects.create(establishment=place, code="X", name="Late"))}
    )


@page(see=SETTINGS_READ)
def harmless(request: Request, place: Any) -> HttpResponse:
    """Session, messages and cache are no part of the workplace."""
    request.session["seen"] = True
    request.session.save()
    messages.info(request, "read")
    cache.set("seen", 1)
    return HttpResponse(str(cache.get("seen")))


@page(see=SETTINGS_READ, sensitive=True)
def sensitive(request: Request, place: Any) -> HttpResponse:
    if request.GET.get("noted"):
        request.note_read("test.sensitive", [7, 8], "audit")
    return HttpResponse("birth dates")


@page(see=SETTINGS_READ)
def export(request: Request, place: Any) -> HttpResponse:
    columns = [Column("name", "Name", "name", nominative=True)]
    return download(request, XLSX, columns, [{"name": "Ada"}], what="test.export", title="People", subjects=[7])


urlpatterns = [
    path("", home, name="home"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("allauth.urls")),
    path("mine/", mine),
    path("anywhere/", anywhere),
    path("", include("etabli.kit.urls")),
    path("<str:finess>/read/", read_only),
    path("<str:finess>/workshops/", workshops),
    path("<str:finess>/writes/", writes),
    path("<str:finess>/writes-late/", writes_late),
    path("<str:finess>/harmless/", harmless),
    path("<str:finess>/sensitive/", sensitive),
    path("<str:finess>/export/", export),
]
