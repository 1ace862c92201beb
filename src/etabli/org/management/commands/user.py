"""`etabli user add|list|grant|withdraw|link|second-factor`: who uses Établi, and as what. No mail server is needed."""

import argparse
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from etabli.core.refusal import Refusal
from etabli.kit.accounts import one_time_link
from etabli.kit.clock import now
from etabli.kit.command import Command as BaseCommand
from etabli.org import grants
from etabli.org.access import grants_of
from etabli.org.models import Establishment, Grant, User, Workshop
from etabli.org.states import Role


class Command(BaseCommand):
    help = _("Add users, say what they may do, and give them a one-time link to sign in.")

    def add_arguments(self, parser: CommandParser) -> None:
        parts = parser.add_subparsers(dest="act", required=True, metavar="add|list|grant|withdraw|link|second-factor")
        add = parts.add_parser("add", help=_("add a user with a role, and print a one-time link"))
        add.add_argument("username")
        self._add_place(add)
        add.add_argument("--name", default="", help=_("first and last name, in quotes"))
        add.add_argument("--language", default="fr", help=_("fr, nl or en"))
        for act, text in (("grant", _("give a user one more role")), ("withdraw", _("take a role back from today on"))):
            part = parts.add_parser(act, help=text)
            part.add_argument("username")
            self._add_place(part)
        parts.add_parser("list", help=_("who uses Établi, and as what")).add_argument(
            "--establishment", metavar="FINESS"
        )
        parts.add_parser("link", help=_("a new one-time link to choose a password")).add_argument("username")
        factor = parts.add_parser("second-factor", help=_("ask for a second factor from those who hold a role"))
        factor.add_argument("--role", required=True, choices=[str(role) for role in Role])
        factor.add_argument("state", choices=["on", "off"])

    @staticmethod
    def _add_place(part: argparse.ArgumentParser) -> None:
        part.add_argument("--role", required=True, choices=[str(role) for role in Role])
        part.add_argument("--establishment", required=True, metavar="FINESS")
        part.add_argument("--workshop", metavar="CODE", help=_("only there: for instructors and educators"))

    def handle(self, *, act: str, **options: Any) -> None:
        getattr(self, "_" + act.replace("-", "_"))(**options)

    def _add(self, *, username: str, role: str, name: str, language: str, **options: Any) -> None:
        place, workshop = place_of(**options)
        first_name, last_name = names_of(name)
        user = grants.add_user(
            username=username,
            role=role,
            establishment=place,
            workshop=workshop,
            first_name=first_name,
            last_name=last_name,
            language=language,
            by=None,
            at=now(),
        )
        self._answer_with_link(
            user, gettext("%(user)s is added. Give them this link; it works once, within three days:")
        )

    def _link(self, *, username: str, **options: Any) -> None:
        self._answer_with_link(
            user_named(username), gettext("A new link for %(user)s; it works once, within three days:")
        )

    def _answer_with_link(self, user: User, words: str) -> None:
        link = settings.LINK_ADDRESS + one_time_link(user)
        self.answer({"user": described(user), "link": link}, words % {"user": user.username} + f"\n{link}")

    def _grant(self, *, username: str, role: str, **options: Any) -> None:
        place, workshop = place_of(**options)
        user = user_named(username)
        _grant, is_new = grants.grant(user=user, role=role, establishment=place, workshop=workshop, by=None, at=now())
        words = (
            gettext("%(user)s now holds the role %(role)s.") if is_new else gettext("%(user)s held the role %(role)s.")
        )
        self.answer({"user": described(user), "changed": is_new}, words % {"user": username, "role": role})

    def _withdraw(self, *, username: str, role: str, **options: Any) -> None:
        place, workshop = place_of(**options)
        user = user_named(username)
        grants.withdraw(user=user, role=role, establishment=place, workshop=workshop, by=None, at=now())
        words = gettext("%(user)s no longer holds the role %(role)s there.")
        self.answer({"user": described(user), "changed": True}, words % {"user": username, "role": role})

    def _list(self, *, establishment: str | None, **options: Any) -> None:
        users = User.objects.order_by("username")
        if establishment:
            place = establishment_of(establishment)
            users = [user for user in users if user.places().filter(pk=place.pk).exists()]
        rows = [described(user) for user in users]
        lines = [f"{row['username']:<20} {row['name']:<30} {'; '.join(map(as_line, row['grants']))}" for row in rows]
        self.answer({"users": rows}, "\n".join(lines) or gettext("There is no user yet: etabli user add"))

    def _second_factor(self, *, role: str, state: str, **options: Any) -> None:
        grants.require_second_factor(role=role, required=state == "on", by=None, at=now())
        words = (
            gettext("A second factor is asked from: %(role)s.")
            if state == "on"
            else gettext("Not asked from: %(role)s.")
        )
        self.answer({"role": role, "second_factor_required": state == "on"}, words % {"role": role})


def establishment_of(finess: str) -> Establishment:
    """The establishment run here under that number. Refusal `establishment_unknown`."""
    found = Establishment.objects.select_related("association").filter(finess=finess).first()
    if found is None:
        known = list(Establishment.objects.order_by("finess").values_list("finess", flat=True)[:10])
        raise Refusal("establishment_unknown", value=finess, known=known)
    return found


def place_of(*, establishment: str, workshop: str | None, **options: Any) -> tuple[Establishment, Workshop | None]:
    """The establishment, and the workshop when one is named. Refusals `establishment_unknown`, `workshop_unknown`."""
    place = establishment_of(establishment)
    if workshop is None:
        return place, None
    found = place.workshops.filter(code=workshop).first()
    if found is None:
        raise Refusal("workshop_unknown", value=workshop, known=", ".join(row.code for row in place.workshops.all()))
    return place, found


def user_named(username: str) -> User:
    found = User.objects.filter(username__iexact=username).first()
    if found is None:
        raise Refusal("username_unknown", value=username)
    return found


def names_of(name: str) -> tuple[str, str]:
    """First name and last name of "First Last": the first word, then the rest."""
    first, _space, last = name.strip().partition(" ")
    return first, last.strip()


def described(user: User) -> dict[str, Any]:
    """A user and the grants in force today, for JSON."""
    rows = grants_of(user).select_related("establishment", "association", "workshop").order_by("pk")
    return {
        "username": user.username,
        "name": user.get_full_name(),
        "language": user.language,
        "active": user.is_active,
        "grants": [described_grant(row) for row in rows],
    }


def described_grant(row: Grant) -> dict[str, Any]:
    return {
        "role": row.role,
        "establishment": row.establishment.finess if row.establishment else None,
        "association": row.association.name if row.association else None,
        "workshop": row.workshop.code if row.workshop else None,
        "from": row.starts_on,
    }


def as_line(row: dict[str, Any]) -> str:
    place = row["establishment"] or row["association"]
    return f"{row['role']} ({place}{', ' + row['workshop'] if row['workshop'] else ''})"
