"""One form, one act: shown, refused beside its fields, or done and left for the page behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from etabli.core.refusal import Refusal
from etabli.kit.inputs import attempt, reweek, unjudged
from etabli.kit.wording import sentence

WEEK_ACTS = ("more", "fewer")
WEEKS = "weeks"
"""The name that a field of weeks has in every form."""


@dataclass(frozen=True)
class Question:
    """What stands around a form.

    `back`: the page behind it. `done`: what is said once it is done. `note`: what the act does besides, said before.
    `crumbs`: {label, url} on the way here. `fields`: the field beside which the sentence of each refusal stands.
    `template`: extends kit/form.html where its fields are laid out otherwise.
    """

    heading: str
    back: str
    done: str = ""
    lead: str = ""
    note: str = ""
    submit: str = ""
    crumbs: Sequence[Mapping[str, Any]] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    template: str = "kit/form.html"


def sent(request: Any) -> Any:
    """What was sent, with a week more or less when that was asked; None for a form just opened."""
    if request.method != "POST":
        return None
    act = request.POST.get("act", "")
    return reweek(request.POST, WEEKS, act) if act in WEEK_ACTS else request.POST


def ask(
    request: Any,
    form: forms.Form,
    act: Callable[[], object],
    question: Question,
    then: Callable[[], str] | None = None,
) -> HttpResponse:
    """The answer to a request for a form. `then`: where to once done, when not back."""
    if request.POST.get("act", "") in WEEK_ACTS and WEEKS in form.fields:
        unjudged(form)
        form.fields[WEEKS].widget.begins_at = int(form.data[f"{WEEKS}_count"]) - 1  # type: ignore[attr-defined]
    elif request.method == "POST" and form.is_valid() and attempt(form, act, question.fields):
        if question.done:
            messages.success(request, question.done)
        return redirect(then() if then else question.back)
    context = {
        "form": form,
        "question": question,
        "crumbs": [*question.crumbs, {"label": question.heading}],
        "submit": question.submit or gettext("Save"),
        "weeks": len(form[WEEKS].value() or ()) if WEEKS in form.fields else 0,
        "most_weeks": form.fields[WEEKS].most_weeks if WEEKS in form.fields else 0,  # type: ignore[attr-defined]
    }
    return render(request, question.template, context)


def do(request: Any, act: Callable[[], object], back: str, done: str = "") -> HttpResponse:
    """An act without a form, on POST; a refusal is said on the page behind it. Reading it only goes back."""
    if request.method == "POST":
        try:
            act()
        except Refusal as refusal:
            messages.error(request, sentence(refusal))
        else:
            if done:
                messages.success(request, done)
    return redirect(back)
