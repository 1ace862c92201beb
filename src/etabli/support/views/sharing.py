"""What a person agrees to share, the links made with her agreement, and who saw her file."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit import undo
from etabli.kit.asking import Question, ask, do, sent
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment
from etabli.org.reads import word_of
from etabli.people.models import Person, Registration
from etabli.support.access import SupportRight
from etabli.support.actions.consents import record_consent, withdraw_consent
from etabli.support.actions.shares import make_share, revoke_share
from etabli.support.forms.sharing import ConsentForm, ShareForm
from etabli.support.models import Consent, Share, SharePurpose
from etabli.support.queries.sharing import readings, reads_about, said_before, said_by, shares_of
from etabli.support.showing_sharing import said_cards, share_cards
from etabli.support.states import Answer
from etabli.support.views.common import registration_or_404
from etabli.support.wording.consents import FIELDS

RIGHT = SupportRight.SHARE
MADE = "support.share_made"
"""Where the session keeps a link and its number until the next page shows them, once."""


def _back(registration: Registration) -> str:
    return reverse("support:sharing", args=[registration.establishment.finess, registration.person_id])


def _crumbs(registration: Registration) -> list[dict[str, Any]]:
    finess = registration.establishment.finess
    return [
        {"label": gettext("People"), "url": reverse("people:list", args=[finess])},
        {"label": str(registration.person), "url": reverse("people:person", args=[finess, registration.person_id])},
        {"label": gettext("Agreements and shares"), "url": _back(registration)},
    ]


@page(see=RIGHT, sensitive=True)
def sharing(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """What she said to each purpose, the links to her file, and the way to who saw it."""
    registration = registration_or_404(request, place, pk, RIGHT)
    request.note_read("support.sharing", [pk], table=Person._meta.db_table)
    said = said_by(request.user, place, pk)
    made = request.session.pop(MADE, None)
    context = {
        "place": place,
        "person": registration.person,
        "said": said_cards(said),
        "before": paged(said_before(request.user, place, pk), request.GET.get("page"), 20),
        "shares": share_cards(shares_of(request.user, place, pk, now())),
        "may_make": any(one.allowed for one in said),
        "may_define": request.user.may(SupportRight.SETTINGS_WRITE, place),
        "made": made if made and made["person"] == pk else None,
        "crumbs": [*_crumbs(registration)[:-1], {"label": gettext("Agreements and shares")}],
        "undo": undo.offered(request),
    }
    return render(request, "support/sharing.html", context)


@page(see=RIGHT, do=RIGHT)
def consent(request: Request, place: Establishment, pk: int, purpose: int) -> HttpResponse:
    """The page that the person reads, in easy words, and answers."""
    registration = registration_or_404(request, place, pk, RIGHT)
    rows = SharePurpose.objects.visible_to(request.user, place, RIGHT)
    row = get_object_or_404(rows, pk=purpose, retired_on=None)
    form = ConsentForm(sent(request), row)

    def act() -> None:
        record_consent(person=registration.person, purpose=row, **form.values(), by=request.user, at=now())

    question = Question(
        row.name,
        _back(registration),
        gettext("The answer is saved."),
        str(registration.person),
        submit=gettext("Save the answer"),
        crumbs=_crumbs(registration),
        fields=FIELDS,
        template="support/consent.html",
    )
    return ask(request, form, act, question)


@page(see=RIGHT, do=RIGHT)
def consent_withdraw(request: Request, place: Establishment, pk: int, consent: int) -> HttpResponse:
    """At once; the links made with it close."""
    registration = registration_or_404(request, place, pk, RIGHT)
    row = get_object_or_404(Consent.objects.visible_to(request.user, place), pk=consent, person=pk)
    done = gettext("The answer is withdrawn.")
    if row.answer == Answer.AGREED:
        done = gettext("The agreement is withdrawn. The links made with it are closed.")
    return do(request, lambda: withdraw_consent(consent=row, by=request.user, at=now()), _back(registration), done)


@page(see=RIGHT, do=RIGHT)
def share_add(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """A link for someone outside; it is shown by the next page, once."""
    registration = registration_or_404(request, place, pk, RIGHT)
    said = [one for one in said_by(request.user, place, pk) if one.allowed]
    form = ShareForm(sent(request), said=said, today=today())

    def act() -> None:
        made = make_share(person=registration.person, **form.values(), by=request.user, at=now())
        link = settings.SITE_ADDRESS + reverse("shared", args=[made.token])
        request.session[MADE] = {"person": pk, "link": link, "number": made.number, "recipient": made.row.recipient}

    note = gettext(
        "The link and its number are shown once. Send the link; tell the number apart, by telephone or by hand."
    )
    heading, crumbs = gettext("Share with someone outside"), _crumbs(registration)
    submit = gettext("Make the link")
    question = Question(
        heading, _back(registration), "", str(registration.person), note, submit, crumbs=crumbs, fields=FIELDS
    )
    return ask(request, form, act, question)


@page(see=RIGHT, do=RIGHT)
def share_revoke(request: Request, place: Establishment, pk: int, share: int) -> HttpResponse:
    """Closed for good: a link that was taken back by mistake is made anew."""
    registration = registration_or_404(request, place, pk, RIGHT)
    row = get_object_or_404(Share.objects.visible_to(request.user, place), pk=share, person=pk)
    done = gettext("The link of %(recipient)s is closed.") % {"recipient": row.recipient}
    return do(request, lambda: revoke_share(share=row, by=request.user, at=now()), _back(registration), done)


@page(see=RIGHT, sensitive=True)
def readers(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """Who saw her file, when and why: shown to the person, and printed for her."""
    registration = registration_or_404(request, place, pk, RIGHT)
    found = paged(reads_about(place, pk), request.GET.get("page"))
    request.note_read("support.readers", [pk], table=Person._meta.db_table)
    context = {
        "place": place,
        "person": registration.person,
        "page": found,
        "lines": readings(list(found.object_list), word_of, gettext("By a link")),
        "crumbs": [*_crumbs(registration), {"label": gettext("Who saw this file")}],
    }
    return render(request, "support/readers.html", context)
