"""The screens of the kit: the history of a record, and the choice of a first password."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from etabli.kit import localised
from etabli.kit.accounts import user_of_link
from etabli.kit.actions import set_password
from etabli.kit.history import Recorded, recorded
from etabli.kit.pages import PUBLIC, Request, page
from etabli.kit.queries import Change, actor_names, column_label, history_of, stored_text

JOURNAL_READ = "org.journal.read"


@page(see=JOURNAL_READ, sensitive=True)
def history(request: Request, place: Any, table: str, row_id: str) -> HttpResponse:
    """Who changed a record, when, and what."""
    registered = recorded(table)
    record = registered.resolver(request.user, place, row_id) if registered else None
    if registered is None or record is None:
        raise Http404
    found = history_of(table, record.pk, request.GET.get("page"))
    names = actor_names(change.actor for change in found.object_list)
    changes = [_shown(change, registered, request.user, place, names) for change in found.object_list]
    request.note_read("kit.history", [record.pk], table=table)
    return render(request, "kit/history.html", {"record": record, "changes": changes, "page": found, "place": place})


def _shown(change: Change, registered: Recorded, user: Any, place: Any, names: dict[str, str]) -> dict[str, Any]:
    model = registered.model

    def value(column: str, raw: Any) -> str:
        described = registered.describe(user, place, column, raw) if registered.describe and raw is not None else None
        return stored_text(model, column, raw) if described is None else described

    return {
        "action": change.action,
        "word": {"insert": gettext("Created"), "update": gettext("Changed"), "delete": gettext("Deleted")}[
            change.action
        ],
        "who": names[change.actor],
        "when": localised.moment(change.at),
        "redacted": change.redacted,
        "fields": [
            {
                "label": column_label(model, item.column),
                "before": value(item.column, item.before),
                "after": value(item.column, item.after),
            }
            for item in change.differences
        ],
    }


@page(see=PUBLIC, do=PUBLIC)
def first_password(request: Request, uid: str, token: str) -> HttpResponse:
    """Choose a password by a one-time link. It signs nobody in: the second factor, if any, is asked at sign-in."""
    user = user_of_link(uid, token)
    if user is None:
        return _unreferred(render(request, "kit/first_password.html", {"form": None}, status=410))
    form = SetPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_password(user=user, password=form.cleaned_data["new_password1"])
        messages.success(request, gettext("Your password is set. Sign in with it."))
        return redirect("account_login")
    return _unreferred(render(request, "kit/first_password.html", {"form": form, "chosen_for": user}))


def _unreferred(response: HttpResponse) -> HttpResponse:
    """The address is a secret: it is told to no other page, and kept by no cache.

    The site's name alone may be told (`strict-origin`): with `no-referrer` browsers send `Origin: null` with the form,
    which the protection against forged requests refuses.
    """
    response["Referrer-Policy"] = "strict-origin"
    response["Cache-Control"] = "private, no-store"
    return response
