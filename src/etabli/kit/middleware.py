"""Who acts and in which language; and the second factor for those whose role asks for it."""

from __future__ import annotations

import logging
from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.template import loader
from django.urls import Resolver404, resolve
from django.utils import translation

from etabli.kit.actor import acting_as, actor_of
from etabli.kit.fields import DecryptionError

logger = logging.getLogger(__name__)

Answer = Callable[[HttpRequest], HttpResponseBase]

DEVICE = "device"
"""What a page declares that a device asks for in its own name: whoever is signed in beside it is asked for nothing."""

WITHOUT_SECOND_FACTOR = frozenset(
    {
        "mfa_activate_totp",
        "account_logout",
        "account_reauthenticate",
        "account_login",
        "set_language",
        "theme",
        "javascript-catalog",
    }
)
"""URL names that stay open to those who still have to set up their second factor."""


class ActorMiddleware:
    """What a request writes is written in the name of its user, and answered in the user's language."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = getattr(request.user, "language", "")
        if language:
            # Not undone here: LocaleMiddleware, around us, says in a header which language was used.
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language()
        with acting_as(actor_of(request.user)):
            return self.get_response(request)


class SecondFactorMiddleware:
    """Users who must have a second factor and have none see only the page where they set it up.

    The user answers `must_use_second_factor()`; one who does not know the question need not.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _lacks_second_factor(request) or _stays_open(request):
            return self.get_response(request)
        return redirect_page(request, resolve_url("mfa_activate_totp"))


def _lacks_second_factor(request: HttpRequest) -> bool:
    ask = getattr(request.user, "must_use_second_factor", None)
    if ask is None or not ask():
        return False
    return not Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.TOTP).exists()


def _stays_open(request: HttpRequest) -> bool:
    try:
        found = resolve(request.path_info)
    except Resolver404:
        return True
    access = getattr(found.func, "page", None)
    return found.url_name in WITHOUT_SECOND_FACTOR or (access is not None and access.see == DEVICE)


def redirect_page(request: HttpRequest, address: str) -> HttpResponse:
    """Redirect the whole page, also when only a fragment was asked for."""
    if getattr(request, "htmx", False):
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


class UnreadableMiddleware:
    """A text whose key is lost is said to be unreadable: its page is not shown, and nothing stored is shown in its place."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DecryptionError):
            return None
        logger.error("%s: %s", request.path, exception)
        return HttpResponse(loader.get_template("errors/unreadable.html").render(), status=503)
