"""Terms of an engagement: added, corrected, confirmed, removed and put back."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit import localised, undo
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.org.models import Establishment
from etabli.people import actions, forms
from etabli.people.access import PeopleRight
from etabli.people.views.editing import Editor


@page(see=PeopleRight.WRITE, do=PeopleRight.WRITE)
def terms_add(request: Request, place: Establishment, pk: int, engagement: int) -> HttpResponse:
    """From a day on, another fraction or other half-days; what holds today is proposed."""
    editor = Editor(request, pk)
    row = editor.engagement(engagement)
    present = row.terms.filter(valid_from__lte=today()).last() or row.terms.first()
    initial = forms.terms_initial(present, editor.opening) | {"valid_from": None}
    form = editor.form(forms.TermsForm, initial)

    def act() -> None:
        day, spec = form.cleaned_data["valid_from"], form.terms()
        actions.save_terms(engagement=row, valid_from=day, spec=spec, by=request.user, at=now())

    heading, done = gettext("Change fraction or half-days from a day on"), gettext("The change is saved.")
    return editor.run(form, act, heading=heading, done=done, note=_note())


def _note() -> str:
    return gettext("Half-days from that day on are counted anew, those of closed months too.")


@page(see=PeopleRight.WRITE, do=PeopleRight.WRITE)
def terms(request: Request, place: Establishment, pk: int, engagement: int, terms: int) -> HttpResponse:
    """Correct terms, or say the half-days that were still to be confirmed."""
    editor = Editor(request, pk)
    row = editor.engagement(engagement)
    part = get_object_or_404(row.terms, pk=terms)
    initial = forms.terms_initial(part, editor.opening)
    to_confirm = not part.pattern and not part.follows_opening
    form = editor.form(forms.TermsForm, initial | ({"due": forms.WEEKS} if to_confirm else {}))

    def act() -> None:
        day, spec = form.cleaned_data["valid_from"], form.terms()
        actions.save_terms(engagement=row, valid_from=day, spec=spec, row=part, by=request.user, at=now())

    heading = gettext("Confirm the half-days due") if to_confirm else gettext("Correct fraction or half-days")
    return editor.run(form, act, heading=heading, done=gettext("Fraction and half-days are saved."), note=_note())


@page(see=PeopleRight.WRITE, do=PeopleRight.WRITE)
def terms_remove(request: Request, place: Establishment, pk: int, engagement: int, terms: int) -> HttpResponse:
    editor = Editor(request, pk)
    row = editor.engagement(engagement)
    part = get_object_or_404(row.terms, pk=terms)
    if request.method != "POST":
        return editor.do(lambda: None)
    values = {
        "valid_from": part.valid_from.isoformat(),
        "fraction": part.fraction,
        "weeks": part.pattern.split("|") if part.pattern else None,
        "follows_opening": part.follows_opening,
    }

    def act() -> None:
        actions.remove_terms(terms=part, by=request.user, at=now())
        text = gettext("The change of %(day)s is removed.") % {"day": localised.day(part.valid_from)}
        way = reverse("people:terms_restore", args=[place.finess, pk, row.pk])
        undo.offer(request, act=f"people.terms.{row.pk}", address=way, text=text, values=values)

    return editor.do(act)


@page(see=PeopleRight.WRITE, do=PeopleRight.WRITE)
def terms_restore(request: Request, place: Establishment, pk: int, engagement: int) -> HttpResponse:
    """Put removed terms back."""
    editor = Editor(request, pk)
    row = editor.engagement(engagement)
    if request.method != "POST":
        return editor.do(lambda: None)
    values = undo.redeem(request, f"people.terms.{row.pk}")
    day = date.fromisoformat(values["valid_from"])
    pattern = tuple(values["weeks"]) if values["weeks"] else None
    spec = actions.TermsSpec(values["fraction"], pattern, values["follows_opening"])
    return editor.do(
        lambda: actions.save_terms(engagement=row, valid_from=day, spec=spec, by=request.user, at=now()),
        gettext("The change is back."),
    )
