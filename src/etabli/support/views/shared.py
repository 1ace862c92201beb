"""What someone outside reads by a link: no log-in, a number told apart, nothing that the person does not agree to."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from etabli.core.refusal import Refusal
from etabli.kit.asking import sent
from etabli.kit.clock import now, today
from etabli.kit.inputs import attempt
from etabli.kit.pages import PUBLIC, Request, page
from etabli.people.models import Person
from etabli.support.actions.shares import digest_of, try_number
from etabli.support.forms.sharing import NumberForm
from etabli.support.queries.sharing import Held, share_of_digest, shared
from etabli.support.states import ShareState
from etabli.support.wording import SHARED_FIELDS
from etabli.support.wording.consents import FIELDS

OPENED = "support.shares_opened"
"""Where the session of the recipient keeps which links were opened with their number, and when (seconds since 1970)."""
OPEN_SECONDS = 1800


@page(see=PUBLIC, do=PUBLIC)
def shared_page(request: Request, token: str) -> HttpResponse:
    """Asks for the number, then shows. How the link stands is looked up at each request."""
    held = share_of_digest(digest_of(token), now())
    if held is None or held.state != ShareState.OPEN:
        return _secret(render(request, "support/shared_gone.html", status=410))
    if _is_opened(request, held):
        return _secret(_shown(request, held))
    form, status = NumberForm(sent(request)), 200
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="share"):
            form.add_error("number", gettext("Too many numbers were tried. Wait a minute, then type it again."))
            status = 429
        elif attempt(form, lambda: _open(request, held, form), FIELDS):
            return _secret(redirect(request.path))
    return _secret(render(request, "support/shared_number.html", {"form": form}, status=status))


def _open(request: Request, held: Held, form: NumberForm) -> None:
    """Refusal `share_number_wrong`."""
    if not try_number(share=held.row, number=form.cleaned_data["number"], by=None, at=now()):
        raise Refusal("share_number_wrong")
    request.session.cycle_key()
    request.session[OPENED] = request.session.get(OPENED, {}) | {str(held.row.pk): now().timestamp()}


def _is_opened(request: Request, held: Held) -> bool:
    at = request.session.get(OPENED, {}).get(str(held.row.pk))
    return at is not None and now().timestamp() - at < OPEN_SECONDS


def _shown(request: Request, held: Held) -> HttpResponse:
    row = held.row
    request.place = row.establishment
    who = f"{row.recipient}, {row.organisation}" if row.organisation else row.recipient
    request.note_read("support.share", [row.person_id], f"{who}: {row.purpose.name}"[:200], table=Person._meta.db_table)
    parts = shared(row.person, row.establishment, held.fields, today())
    context = {
        "share": row,
        "person": row.person,
        "parts": [{"label": SHARED_FIELDS[field], "lines": lines} for field, lines in parts],
    }
    return render(request, "support/shared.html", context)


def _secret(response: HttpResponse) -> HttpResponse:
    """The address is a secret: told to no other page, kept by no cache, found by no search engine.

    `strict-origin`, not `no-referrer`: with that one browsers send `Origin: null` with the form, which is refused.
    """
    response["Referrer-Policy"] = "strict-origin"
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
