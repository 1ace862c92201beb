"""Pages that a tablet asks for in its own name: the device is known by its cookie, no one need be signed in.

    @device_page("POST")
    def sync(request: DeviceRequest) -> HttpResponse: ...

Declared like `kit.pages.page`, so that whoever walks the addresses finds who may read and write. A device nobody knows, or
one revoked, gets 401 with a sentence. What is written is written in the name of the author of each act, never of the device.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils import translation
from django.utils.cache import patch_cache_control

from etabli.core.refusal import Refusal
from etabli.kit.actions import record_reads
from etabli.kit.clock import now
from etabli.kit.pages import DEVICE, READING, PageAccess, ReadNotes, View, reading
from etabli.kit.wording import sentence
from etabli.org.models import User
from etabli.tablet.actions import note_seen
from etabli.tablet.durable import in_turn
from etabli.tablet.models import Device
from etabli.tablet.queries import device_of_token

COOKIE = "etabli_device"
COOKIE_SALT = "etabli.tablet.device"
COOKIE_AGE = 400 * 24 * 3600
"""Seconds; browsers keep no cookie longer. Each answer to `data` gives it anew."""


class DeviceRequest(HttpRequest):
    """For annotations: the request that a page of a tablet is given. `author`: set by a page that reads in her name."""

    user: Any
    device: Device
    author: User | None
    note_read: ReadNotes


def device_page(method: str = "GET") -> Callable[[Callable[..., HttpResponse]], View]:
    """Declare a view of enrolled tablets that takes one method (GET: HEAD too); what is not read is an act."""
    reads = method in READING
    access = PageAccess(DEVICE, None if reads else DEVICE)
    methods = READING if reads else (method,)

    def declare(view: Callable[..., HttpResponse]) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            device = _named_by(request)
            if device is None or device.revoked_at is not None:
                return unknown(device)
            with translation.override(device.language):
                response = _answer(view, request, device, args, kwargs)
                response.headers.setdefault("Content-Language", device.language)
            patch_cache_control(response, private=True, no_store=True)
            return response

        guarded.page = access  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return declare


def _answer(view: Callable[..., HttpResponse], request: Any, device: Device, args: Any, kwargs: Any) -> HttpResponse:
    request.device, request.place, request.author, request.note_read = device, device.establishment, None, ReadNotes()
    with reading() if request.method in READING else ExitStack():
        response = view(request, *args, **kwargs)
    with in_turn():
        if request.author is not None:
            record_reads(reads=request.note_read.reads, by=request.author, place=device.establishment)
        note_seen(device=device, at=now())
    return response


def device_of(request: HttpRequest) -> Device | None:
    """The tablet that asks, unless it is unknown or revoked."""
    device = _named_by(request)
    return device if device is not None and device.revoked_at is None else None


def _named_by(request: HttpRequest) -> Device | None:
    """The tablet of the cookie, revoked or not."""
    token = request.get_signed_cookie(COOKIE, default=None, salt=COOKIE_SALT)
    return None if not token else device_of_token(token)


def remember(response: HttpResponse, token: str) -> None:
    """Give the browser the cookie of its device."""
    secure = bool(settings.SESSION_COOKIE_SECURE)
    response.set_signed_cookie(
        COOKIE, token, salt=COOKIE_SALT, max_age=COOKIE_AGE, secure=secure, httponly=True, samesite="Lax"
    )


def renew(request: HttpRequest, response: HttpResponse) -> None:
    """The same cookie, for as long again."""
    remember(response, str(request.get_signed_cookie(COOKIE, salt=COOKIE_SALT)))


def unknown(revoked: Device | None) -> JsonResponse:
    """In the language of a tablet that was known."""
    with translation.override(revoked.language if revoked else translation.get_language()):
        return refused(Refusal("device_unknown"), status=401)


def refused(refusal: Refusal, *, status: int, **more: Any) -> JsonResponse:
    """The JSON of a refusal, beside what else the answer says."""
    return JsonResponse({**more, "refusal": refusal_of(refusal)}, status=status)


def refusal_of(refusal: Refusal) -> dict[str, str]:
    return {"code": refusal.code, "message": sentence(refusal)}
