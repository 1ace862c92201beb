"""Who may do what in an establishment, and who read what."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.core.refusal import Refusal
from etabli.kit import undo
from etabli.kit.accounts import one_time_link
from etabli.kit.asking import Question, ask, do, sent
from etabli.kit.clock import now, today
from etabli.kit.models import AccessLog
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.kit.wording import sentence
from etabli.org import forms, logbook
from etabli.org.access import OrgRight
from etabli.org.actions import access as acts
from etabli.org.models import Establishment, RoleSecurity, User, Workshop
from etabli.org.queries import grants_in, rights_in
from etabli.org.states import Role
from etabli.org.wording import ROLES

LINK_KEY = "one_time_link"
FIELDS = {
    "username_taken": "username",
    "username_invalid": "username",
    "username_unknown": "username",
    "role_reaches_further": "role",
    "role_not_by_workshop": "workshop",
}


def _back(place: Establishment) -> str:
    return reverse("org:access", args=[place.finess])


@page(see=OrgRight.ACCESS_READ)
def access(request: Request, place: Establishment) -> HttpResponse:
    """Users and their roles here, and which roles must use a second factor."""
    found = paged(grants_in(place, today()), request.GET.get("page"))
    rights = rights_in(request.user, place)
    demanded = set(RoleSecurity.objects.filter(second_factor_required=True).values_list("role", flat=True))
    context = {
        "place": place,
        "page": found,
        "grants": _shown(found.object_list, demanded),
        "demanded": [ROLES[Role(role)] for role in Role if role in demanded],
        "may_write": OrgRight.ACCESS_WRITE in rights,
        "may_secure": acts.may_secure(request.user),
        "may_trace": OrgRight.JOURNAL_READ in rights,
        # Shown once: what the session held is gone with this answer.
        "link": request.session.pop(LINK_KEY, None),
        "undo": undo.offered(request),
    }
    return render(request, "org/access.html", context)


def _shown(grants: Any, demanded: set[str]) -> list[dict[str, Any]]:
    rows = list(grants)
    users = {row.user_id for row in rows}
    kind = Authenticator.Type.TOTP
    secured = set(Authenticator.objects.filter(user_id__in=users, type=kind).values_list("user_id", flat=True))
    return [
        {
            "pk": row.pk,
            "user": row.user,
            "name": row.user.get_full_name() or row.user.get_username(),
            "role": ROLES[Role(row.role)],
            "where": row.workshop.name if row.workshop else "",
            "over_association": row.association_id is not None,
            "since": row.starts_on,
            "last_login": row.user.last_login,
            "has_password": row.user.has_usable_password(),
            "secured": row.user_id in secured,
            "must_secure": row.role in demanded,
        }
        for row in rows
    ]


def _question(place: Establishment, heading: str, done: str = "", note: str = "", submit: str = "") -> Question:
    crumbs = [{"label": gettext("Access"), "url": _back(place)}]
    return Question(heading, _back(place), done, place.name, note, submit, crumbs, FIELDS)


def _offer_link(request: Request, user: User) -> None:
    """The link is shown by the next page, once."""
    name = user.get_full_name() or user.get_username()
    request.session[LINK_KEY] = {"name": name, "address": settings.SITE_ADDRESS + one_time_link(user)}


@page(see=OrgRight.ACCESS_WRITE, do=OrgRight.ACCESS_WRITE)
def user_add(request: Request, place: Establishment) -> HttpResponse:
    form = forms.UserForm(sent(request), initial={"language": request.user.language}, place=place, today=today())

    def act() -> None:
        user = acts.add_user(establishment=place, **form.values(), by=request.user, at=now())
        _offer_link(request, user)

    note = gettext(
        "A link is shown once, for you to hand over: with it the person chooses a password, within three days."
    )
    return ask(request, form, act, _question(place, gettext("Add a user"), note=note))


@page(see=OrgRight.ACCESS_WRITE, do=OrgRight.ACCESS_WRITE)
def role_give(request: Request, place: Establishment) -> HttpResponse:
    """One more role for someone who has an account."""
    initial = {"username": request.GET.get("username", "")[:150]}
    form = forms.RoleForm(sent(request), initial=initial, place=place, today=today())

    def act() -> None:
        user, is_new = acts.give_role(establishment=place, **form.values(), by=request.user, at=now())
        words = gettext("%(user)s holds the role.") if is_new else gettext("%(user)s held the role already.")
        messages.success(request, words % {"user": user.get_full_name() or user.get_username()})

    return ask(request, form, act, _question(place, gettext("Give a role"), submit=gettext("Give")))


@page(see=OrgRight.ACCESS_WRITE, do=OrgRight.ACCESS_WRITE)
def role_withdraw(request: Request, place: Establishment, grant: int) -> HttpResponse:
    row = grants_in(place, today()).filter(pk=grant).first()
    if row is None:
        raise Http404
    who = {"user": row.user, "role": row.role, "workshop": row.workshop}

    def act() -> None:
        acts.take_role(**who, establishment=place, by=request.user, at=now())
        values = {"username": row.user.username, "role": row.role, "workshop": row.workshop_id}
        text = gettext("%(user)s no longer holds the role %(role)s here.")
        names = {"user": row.user.get_full_name() or row.user.username, "role": ROLES[Role(row.role)]}
        way = reverse("org:role_restore", args=[place.finess])
        undo.offer(request, act=f"org.grant.{place.pk}", address=way, text=text % names, values=values)

    return do(request, act, _back(place))


@page(see=OrgRight.ACCESS_WRITE, do=OrgRight.ACCESS_WRITE)
def role_restore(request: Request, place: Establishment) -> HttpResponse:
    """Give back a role just withdrawn."""

    def act() -> None:
        values = undo.redeem(request, f"org.grant.{place.pk}")
        values["workshop"] = Workshop.objects.filter(establishment=place, pk=values["workshop"]).first()
        acts.give_role(establishment=place, **values, by=request.user, at=now())

    return do(request, act, _back(place), gettext("The role is given back."))


@page(see=OrgRight.ACCESS_WRITE, do=OrgRight.ACCESS_WRITE)
def user_link(request: Request, place: Establishment, user: int) -> HttpResponse:
    """A new one-time link for someone of this establishment."""
    row = grants_in(place, today()).filter(user=user).first()
    if row is None:
        raise Http404

    def act() -> None:
        acts.check_may_renew(request.user, row.user)
        _offer_link(request, row.user)

    return do(request, act, _back(place))


@page(see=OrgRight.ACCESS_WRITE, do=OrgRight.ACCESS_WRITE)
def second_factor(request: Request, place: Establishment) -> HttpResponse:
    """Which roles must use a second factor."""
    demanded = set(RoleSecurity.objects.filter(second_factor_required=True).values_list("role", flat=True))
    form = forms.SecurityForm(sent(request), initial={"roles": sorted(demanded)})

    def act() -> None:
        wanted = set(form.cleaned_data["roles"])
        for role in sorted(wanted ^ demanded):
            acts.require_second_factor(role=role, required=role in wanted, by=request.user, at=now())

    note = gettext("It holds in every establishment. Who has none sets it up at the next page, with a telephone.")
    done = gettext("The second factor is saved.")
    if not acts.may_secure(request.user):
        messages.error(request, sentence(Refusal("security_of_everyone")))
        return redirect(_back(place))
    return ask(request, form, act, _question(place, gettext("Second factor"), done, note))


@page(see=OrgRight.ACCESS_READ, sensitive=True)
def reads(request: Request, place: Establishment) -> HttpResponse:
    """Who read what here, newest first."""
    filters = logbook.Filters.of(request.GET)
    found = paged(logbook.reads_in(place, filters), request.GET.get("page"))
    request.note_read("org.reads", [], table=AccessLog._meta.db_table, rows=len(found.object_list))
    context = {
        "place": place,
        "page": found,
        "rows": logbook.shown(found.object_list, request.user, place),
        "filters": filters,
        "readers": logbook.readers(place),
        "codes": logbook.codes(place),
    }
    return render(request, "org/reads.html", context)
