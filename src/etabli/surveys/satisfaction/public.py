"""The page on which people answer: no log-in, one question a page, nothing kept until the end.

The code travels in the form, never in the address: addresses stand in the logs of servers, with a time.
"""

from __future__ import annotations

from allauth.core import ratelimit
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from etabli.core.refusal import Refusal
from etabli.kit.clock import now, today
from etabli.kit.inputs import attempt
from etabli.kit.pages import PUBLIC, Request, page
from etabli.kit.wording import sentence
from etabli.surveys.satisfaction import rules
from etabli.surveys.satisfaction.actions import answer
from etabli.surveys.satisfaction.forms import FIELDS, AnswerForm, CodeForm
from etabli.surveys.satisfaction.models import SatisfactionTicket
from etabli.surveys.satisfaction.queries import ticket_of

LIMIT = "satisfaction"


@page(see=PUBLIC, do=PUBLIC)
def satisfaction_answer(request: Request) -> HttpResponse:
    """Asks for the code of the sheet, then one question after the other; on the last page all is written at once."""
    if request.method != "POST":
        return _asked(request, CodeForm())
    form = CodeForm(request.POST)
    ticket = _ticket(request, form)
    if ticket is None:
        return _asked(request, form, 429 if form.has_error("code", "limit") else 404)
    try:
        rules.check_may_answer(ticket.campaign.state_on(today()), ticket.used)
    except Refusal as refusal:
        form.add_error("code", sentence(refusal))
        return _asked(request, form, 410)
    return _step(request, ticket)


@page(see=PUBLIC)
def satisfaction_thanks(request: Request) -> HttpResponse:
    return _nameless(render(request, "surveys/satisfaction_thanks.html"))


def _ticket(request: Request, form: CodeForm) -> SatisfactionTicket | None:
    """None when there is none by that code, or too many wrong ones were tried: the form says which."""
    if not ratelimit.consume(request, action=LIMIT, dry_run=True):
        form.add_error("code", _too_many())
        return None
    found = ticket_of(form.cleaned_data["code"]) if form.is_valid() else None
    if found is None:
        ratelimit.consume(request, action=LIMIT)
        form.add_error("code", gettext("We do not know this code. Look at your sheet and type it again."))
    return found


def _too_many() -> ValidationError:
    text = gettext("Too many wrong codes were tried. Wait a minute, then type it again.")
    return ValidationError(text, code="limit")


def _step(request: Request, ticket: SatisfactionTicket) -> HttpResponse:
    campaign = ticket.campaign
    begins = "step" not in request.POST
    form = AnswerForm(None if begins else request.POST, campaign)
    step = 0
    if not begins:
        valid = form.is_valid()
        last = len(campaign.questions)
        step = min(form.cleaned_data.get("step") or 0, last)
        if valid and request.POST.get("act") == "back":
            step = max(0, step - 1)
        elif valid and step < last:
            step += 1
        elif valid and attempt(form, lambda: _write(ticket, form), FIELDS):
            return _nameless(redirect("satisfaction_thanks"))
    context = {
        "campaign": campaign,
        "code": request.POST["code"],
        "form": form,
        "step": step,
        "shown": form.at(step),
        "steps": len(campaign.questions) + 1,
    }
    return _nameless(render(request, "surveys/satisfaction_question.html", context))


def _write(ticket: SatisfactionTicket, form: AnswerForm) -> None:
    answer(ticket=ticket, choices=form.choices(), words=form.cleaned_data["words"], on=today(), by=None, at=now())


def _asked(request: Request, form: CodeForm, status: int = 200) -> HttpResponse:
    return _nameless(render(request, "surveys/satisfaction_code.html", {"form": form}, status=status))


def _nameless(response: HttpResponse) -> HttpResponse:
    """On a tablet that many share nothing of the one before is left to go back to."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
