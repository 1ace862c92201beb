"""Who is on a tablet: enrolled there signed in, or by a one-time code; and gone from it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import logout
from django.core.cache import cache
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from etabli.core.refusal import Refusal
from etabli.kit.actor import acting_as, actor_of
from etabli.kit.clock import now
from etabli.kit.inputs import attempt
from etabli.kit.pages import Request, page
from etabli.org.access import places_of
from etabli.tablet import actions
from etabli.tablet.access import TabletRight
from etabli.tablet.bundle import told_author
from etabli.tablet.forms import EnrolForm
from etabli.tablet.models import Device
from etabli.tablet.operations import read_object
from etabli.tablet.pages import DeviceRequest, device_of, device_page, refused, remember
from etabli.tablet.queries import author_on
from etabli.tablet.views.syncing import body_of

MOST_TRIES, TRIES_FORGOTTEN = 10, 3600
"""Wrong one-time codes on one tablet, and seconds after which they are forgotten."""
MOST_BYTES = 10_000


@page(see=TabletRight.USE, do=TabletRight.USE)
def enrol(request: Request) -> HttpResponse:
    """Put the user on the tablet she holds; it is made known first when it is not."""
    places = list(places_of(request.user, TabletRight.USE).order_by("name", "pk"))
    device = device_of(request)
    if device is not None and device.establishment not in places:
        device = None
    form = None if device is not None else _form(request, places)
    if request.method == "POST":
        if device is not None:
            actions.enrol(device=device, user=request.user, by=request.user, at=now())
            return _to_the_tablet(request)
        made: list[tuple[Device, str]] = []
        if form is not None and form.is_valid():
            values = form.values()
            if attempt(form, lambda: made.append(actions.enrol_device(**values, by=request.user, at=now())), _FIELDS):
                return _to_the_tablet(request, made[0][1])
    is_on = device is not None and author_on(device, request.user.pk) is not None
    return render(request, "tablet/enrol.html", {"form": form, "device": device, "is_on": is_on})


_FIELDS = {"device_name_wrong": "name", "tablet_not_for_you": "place"}


def _form(request: Request, places: list[Any]) -> EnrolForm:
    return EnrolForm(request.POST or None, places=places, initial={"language": request.user.language})


def _to_the_tablet(request: Request, token: str = "") -> HttpResponse:
    """To its own page, which asks for a PIN. Signed out: whoever takes the tablet next is not to find the other pages open."""
    key = request.user.pk
    logout(request)
    response = HttpResponseRedirect(f"{reverse('tablet:shell')}#enrolled={key}")
    if token:
        remember(response, token)
    return response


@device_page("POST")
def enrol_code(request: DeviceRequest) -> HttpResponse:
    """Put the user of a one-time code on this tablet: `{"code"}`."""
    key = f"tablet-codes:{request.device.pk}"
    try:
        code = read_object(body_of(request, MOST_BYTES)).get("code")
        if cache.get(key, 0) >= MOST_TRIES:
            raise Refusal("code_tries_too_many")
        user = actions.enrol_with_code(device=request.device, code=code if isinstance(code, str) else "", at=now())
    except Refusal as refusal:
        if refusal.code == "enrolment_code_wrong":
            cache.set(key, cache.get(key, 0) + 1, TRIES_FORGOTTEN)
        return refused(refusal, status=429 if refusal.code == "code_tries_too_many" else 400, author=None)
    return JsonResponse({"author": told_author(user), "refusal": None})


@device_page("POST")
def leave(request: DeviceRequest) -> HttpResponse:
    """Take an author off this tablet: `{"author"}`. What she did before and is not sent yet stays hers."""
    try:
        key = read_object(body_of(request, MOST_BYTES)).get("author")
    except Refusal as refusal:
        return refused(refusal, status=400, left=False)
    user = author_on(request.device, key) if isinstance(key, int) else None
    if user is None:
        return JsonResponse({"left": False, "refusal": None})
    with acting_as(actor_of(user)):
        actions.leave(device=request.device, user=user, by=user, at=now())
    return JsonResponse({"left": True, "refusal": None})


@device_page("POST")
def speak(request: DeviceRequest) -> HttpResponse:
    """The page of this tablet in another language, asked for by one of its authors: `{"author", "language"}`."""
    try:
        given = read_object(body_of(request, MOST_BYTES))
        key, language = given.get("author"), given.get("language")
        user = author_on(request.device, key) if isinstance(key, int) else None
        if user is None:
            raise Refusal("author_not_enrolled")
        with acting_as(actor_of(user)):
            actions.set_language(device=request.device, language=str(language), by=user, at=now())
    except Refusal as refusal:
        return refused(refusal, status=400)
    return JsonResponse({"refusal": None})
