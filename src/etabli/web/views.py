"""Home, search, preferences, the gallery, and what is said when something is wrong."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template import loader
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from etabli.kit import gallery as kit_gallery
from etabli.kit.clock import now
from etabli.kit.pages import PUBLIC, SIGNED_IN, Request, page
from etabli.kit.pagination import paged
from etabli.org.access import OrgRight
from etabli.org.grants import LANGUAGES, THEMES, save_preferences
from etabli.people.access import PeopleRight
from etabli.web import queries
from etabli.web.access import here, pages
from etabli.web.context import PLACE_KEY

COOKIE_AGE = 365 * 24 * 3600
PERSON_PAGE = "people:person"

# ---------------------------------------------------------------- home


@page(see=SIGNED_IN)
def home(request: Request) -> HttpResponse:
    """Straight to the only establishment; else a choice, or a sentence where there is none."""
    places = list(request.user.places().order_by("name", "pk"))
    if len(places) == 1:
        return redirect("place", finess=places[0].finess)
    return render(request, "web/home.html", {"places": places})


@page(see=OrgRight.ESTABLISHMENT_READ)
def place_home(request: Request, place: Any) -> HttpResponse:
    """The first screen of the role, in this establishment, which the session remembers."""
    request.session[PLACE_KEY] = place.finess
    address = queries.first_screen(here(request.user, place), place)
    return redirect(address) if address else render(request, "web/place.html", {"place": place})


@page(see=SIGNED_IN)
def switch(request: Request) -> HttpResponse:
    """From the choice of establishment in the frame: `?place=` its number."""
    place = request.user.places().filter(finess=request.GET.get("place", "")).first()
    if place is None:
        raise Http404
    return redirect("place", finess=place.finess)


# ---------------------------------------------------------------- search


@page(see=PeopleRight.READ)
def search(request: Request) -> HttpResponse:
    """People by name or staff number, in every establishment where the reader may know of them."""
    text = request.GET.get("q", "").strip()[:100]
    places = list(queries.places_with(request.user, PeopleRight.READ))
    found = paged(queries.find_people(request.user, text, places), request.GET.get("page"))
    if found.object_list:
        subjects = dict.fromkeys(row.person_id for row in found.object_list)
        request.note_read("web.search", subjects, table="people_person")
    context = {
        "text": text,
        "is_searched": queries.is_searchable(text),
        "page": found,
        "several": len(places) > 1,
        "results": [_result(row) for row in found.object_list],
    }
    template = "web/search.html#results" if request.htmx and not request.htmx.boosted else "web/search.html"
    return render(request, template, context)


def _result(row: Any) -> dict[str, Any]:
    has_page = PERSON_PAGE in pages()
    kwargs = {"finess": row.establishment.finess, "pk": row.person_id}
    return {
        "name": str(row.person),
        "number": row.staff_number,
        "workshop": row.workshop.name if row.workshop else "",
        "establishment": row.establishment.name,
        "url": reverse(PERSON_PAGE, kwargs=kwargs) if has_page else "",
    }


# ---------------------------------------------------------------- preferences


@page(see=PUBLIC, do=PUBLIC)
def set_language(request: Request) -> HttpResponse:
    """The language chosen in the frame: in the account of a user, and in this browser."""
    language = request.POST.get("language", "")
    response = _back(request)
    if request.method == "POST" and language in LANGUAGES:
        if request.user.is_authenticated:
            save_preferences(user=request.user, language=language, by=request.user, at=now())
        _remember(response, settings.LANGUAGE_COOKIE_NAME, language)
    return response


@page(see=PUBLIC, do=PUBLIC)
def theme(request: Request) -> HttpResponse:
    """Light, dark, or as the system."""
    chosen = request.POST.get("theme", "")
    response = _back(request)
    if request.method == "POST" and chosen in THEMES:
        if request.user.is_authenticated:
            save_preferences(user=request.user, theme=chosen, by=request.user, at=now())
        _remember(response, "theme", chosen)
    return response


def _back(request: Request) -> HttpResponse:
    """To the page the choice was made on: a path of this site, never another."""
    address = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()):
        address = reverse("home")
    return redirect(address)


def _remember(response: HttpResponse, name: str, value: str) -> None:
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(name, value, max_age=COOKIE_AGE, secure=secure, httponly=True, samesite="Lax")


# ---------------------------------------------------------------- around the pages


@page(see=SIGNED_IN)
def gallery(request: Request) -> HttpResponse:
    return render(request, "kit/gallery.html", kit_gallery.samples())


@page(see=PUBLIC)
def robots(request: Request) -> HttpResponse:
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")


@page(see=PUBLIC)
def favicon(request: Request) -> HttpResponse:
    """Browsers ask for it here whatever a page says, and always beside what is no page."""
    return redirect(static("kit/icon.svg"))


@page(see=PUBLIC)
def health(request: Request) -> HttpResponse:
    """For what watches over the server: 200 when the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database"}, status=503)
    return JsonResponse({"status": "ok"})


def _error(name: str, status: int) -> HttpResponse:
    """Without request, session or database: what failed may be one of them."""
    return HttpResponse(loader.get_template(name).render(), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error("400.html", 400)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error("403.html", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error("404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _error("500.html", 500)
