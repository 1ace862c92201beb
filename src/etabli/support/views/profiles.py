"""Profiles of tasks and posts: which levels each asks for."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext

from etabli.kit import undo
from etabli.kit.asking import Question, ask, do, sent
from etabli.kit.clock import now
from etabli.kit.exports import screen
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment
from etabli.support import actions, columns, forms, queries, showing_competences
from etabli.support.access import SupportRight
from etabli.support.models import Framework, Profile
from etabli.support.views.frameworks import to

SEE, DO = SupportRight.ASSESS, SupportRight.FRAMEWORK_WRITE


@page(see=SEE)
def profiles(request: Request, place: Establishment) -> HttpResponse:
    rows = queries.profiles_of(request.user, place).select_related("establishment")
    found = paged(rows, request.GET.get("page"))
    context = {
        "place": place,
        "page": found,
        "table": screen(columns.PROFILES, found.object_list),
        "tabs": showing_competences.tabs(place, "profiles"),
        "may_write": request.user.may(DO, place),
        "undo": undo.offered(request),
    }
    return render(request, "support/profiles.html", context)


@page(see=SEE)
def profile(request: Request, place: Establishment, profile: int) -> HttpResponse:
    row = get_object_or_404(Profile.objects.visible_to(request.user, place), pk=profile)
    context = {
        "place": place,
        "profile": row,
        "asked": showing_competences.asked_rows(row),
        "kind": showing_competences.profile_kind(row),
        "crumbs": [*_crumbs(place), {"label": row.name}],
        "may_write": request.user.may(DO, place),
    }
    return render(request, "support/profile.html", context)


def _crumbs(place: Establishment) -> list[dict[str, Any]]:
    return [{"label": gettext("Profiles"), "url": to(place, "profiles")}]


@page(see=DO, do=DO)
def profile_add(request: Request, place: Establishment) -> HttpResponse:
    return _edit(request, None)


@page(see=DO, do=DO)
def profile_change(request: Request, place: Establishment, profile: int) -> HttpResponse:
    return _edit(request, get_object_or_404(Profile.objects.visible_to(request.user, place, DO), pk=profile))


def _edit(request: Request, row: Profile | None) -> HttpResponse:
    place = request.place
    asked = queries.asked_by(row) if row else {}
    used: QuerySet[Framework] = queries.frameworks_in_use(place).prefetch_related("competences")
    form = forms.ProfileForm(sent(request), used, row, asked)

    def act() -> None:
        values = {name: form.cleaned_data[name] for name in ("name", "kind", "activity_code")}
        actions.save_profile(establishment=place, asked=form.asked, row=row, **values, by=request.user, at=now())

    question = Question(
        gettext("Change a profile") if row else gettext("Add a profile"),
        to(place, "profile", row.pk) if row else to(place, "profiles"),
        gettext("The profile is saved."),
        row.name if row else "",
        crumbs=_crumbs(place),
        fields=forms.FIELDS,
        template="support/profile_form.html",
    )
    return ask(request, form, act, question)


@page(see=DO, do=DO)
def profile_remove(request: Request, place: Establishment, profile: int) -> HttpResponse:
    row = get_object_or_404(Profile.objects.visible_to(request.user, place, DO), pk=profile)
    values = {name: getattr(row, name) for name in ("name", "kind", "activity_code")}
    asked = {str(key): level for key, level in queries.asked_by(row).items()}

    def act() -> None:
        actions.remove_profile(row=row, by=request.user, at=now())
        text = gettext("The profile “%(name)s” is taken away.") % {"name": row.name}
        way = to(place, "profile_restore")
        undo.offer(request, act="support.profile", address=way, text=text, values={**values, "asked": asked})

    return do(request, act, to(place, "profiles"))


@page(see=DO, do=DO)
def profile_restore(request: Request, place: Establishment) -> HttpResponse:
    values = undo.redeem(request, "support.profile") if request.method == "POST" else {}

    def act() -> None:
        asked = {int(key): level for key, level in values.pop("asked").items()}
        actions.save_profile(establishment=place, asked=asked, **values, by=request.user, at=now())

    return do(request, act, to(place, "profiles"), gettext("The profile is back."))
