"""Who is told the figures of support: a table of roles, definitions and pages. Elsewhere they are not there at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from etabli.core.periods import Period
from etabli.cpom.forms import contracts
from etabli.exchange.star.rows import Star
from etabli.exchange.star.tables import SUPPORT_TABLES
from etabli.exchange.star.writing import write_star
from etabli.indicators import notes
from etabli.indicators.benchmark import benchmark
from etabli.indicators.definitions import SUPPORT, definitions, every_definition
from etabli.indicators.queries import figures, scope_of
from etabli.indicators.readers import readable_codes
from etabli.org.grants import grant
from etabli.org.models import User
from etabli.org.states import Role
from etabli.support.actions.deriving import derive_support
from etabli.support.models import ActionKind, ActionSession, SupportAction
from tests import workplace as small
from tests.indicators.screens.conftest import YEAR, House, also, user
from tests.indicators.screens.test_dashboard import text

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
WHOLE = Period(date(2025, 1, 1), date(2026, 1, 1))
OPEN, CLOSED, NONE = "headcount", "closed", "none"
TOLD = {
    Role.DIRECTOR: CLOSED,
    Role.HEAD_OF_SERVICE: CLOSED,
    Role.ADMINISTRATION: OPEN,
    Role.AUDITOR: OPEN,
    Role.EDUCATOR: NONE,
    Role.INSTRUCTOR: NONE,
    Role.SALES: NONE,
}
"""What each role is told on pages of figures: the figures of support too, the others alone, or nothing."""


@pytest.fixture
def helped(house: House) -> House:
    """Ada had one session of 90 minutes."""
    kind = ActionKind.objects.create(
        establishment=house.place, code="parler", name="Parler", category="social", default_minutes=60
    )
    action = SupportAction.objects.create(
        establishment=house.place,
        person=house.people["Ada"],
        kind=kind,
        starts_on=date(2025, 3, 3),
        dose_planned=90,
    )
    ActionSession.objects.create(action=action, day=date(2025, 3, 3), minutes=90, recorded_at=small.AT)
    derive_support(house.place.pk)
    return house


def reader(house: House, role: Role) -> User:
    return user(f"reader-{role}", role, house.place)


def paths(house: House, code: str) -> list[str]:
    """Every page that tells a figure; the drawing is there for what has parts."""
    pk = house.people["Ada"].pk
    return [house.url(tail, YEAR) for tail in (f"{code}/", f"{code}/export/", f"{code}/persons/{pk}/")]


def test_the_table_names_every_role() -> None:
    assert set(TOLD) == set(Role)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_is_told_what_the_table_says(helped: House, sign_in: SignIn, role: Role) -> None:
    client = sign_in(reader(helped, role))
    told = TOLD[role]
    named = told != NONE and role != Role.AUDITOR
    for code in (OPEN, *SUPPORT):
        readable = told == CLOSED or (told == OPEN and code == OPEN)
        explained, exported, person = (client.get(path).status_code for path in paths(helped, code))
        assert explained == (200 if readable else 404), (role, code)
        assert (exported == 200) == readable, (role, code)
        assert person == (200 if readable and named else 404), (role, code)
    chart = client.get(helped.url("support_hours/chart/", YEAR)).status_code
    assert chart == (200 if told == CLOSED else 404)
    board = client.get(helped.url("", YEAR))
    assert board.status_code == (404 if told == NONE else 200)
    assert ("Support hours per person" in board.content.decode()) == (told == CLOSED)


@pytest.mark.parametrize(("workshop", "status"), [("BLA", 404), ("", 200)])
def test_who_follows_one_workshop_is_not_told_of_everybody(
    helped: House, sign_in: SignIn, workshop: str, status: int
) -> None:
    """She reads figures as administration, and the support of one workshop, or of all, as educator."""
    her = reader(helped, Role.ADMINISTRATION)
    limit = helped.place.workshops.get(code=workshop) if workshop else None
    grant(user=her, role=Role.EDUCATOR, establishment=helped.place, workshop=limit, by=None, at=small.AT)
    client = sign_in(her)
    for path in paths(helped, "support_hours"):
        assert client.get(path).status_code == status, path
    assert bool(set(readable_codes(her, helped.place)) & set(SUPPORT)) == (status == 200)


def test_a_right_held_elsewhere_tells_nothing_here(helped: House, sign_in: SignIn) -> None:
    client = sign_in(helped.users["Denis"])
    assert {client.get(path).status_code for path in paths(helped, "support_hours")} == {404}


def test_it_explains_itself_down_to_the_person(helped: House, sign_in: SignIn) -> None:
    page = text(sign_in(helped.users["Hélène"]), helped.url("support_hours/", YEAR))
    assert "Minutes of the sessions of support actions" in page
    assert "no legal definition" in page
    assert "Life with others" in page
    assert "Ada" in page and "1.50" in page


def test_the_page_of_effort_opens_the_explanations_of_what_it_sums(helped: House, sign_in: SignIn) -> None:
    page = text(sign_in(helped.users["Danièle"]), helped.url("support/effort/", "year=2025"))
    for code in ("support_hours", "support_hours_per_person", "adaptations", "adaptation_hours_saved"):
        assert f'href="/{helped.place.finess}/figures/{code}/?first=2025-01&amp;last=2025-12"' in page
    educator = text(sign_in(helped.users["Édith"]), helped.url("support/effort/", "year=2025"))
    assert "/figures/support_hours/" not in educator


# ---------------------------------------------------------------- where nobody asks who reads


def test_above_an_establishment_nobody_is_told(helped: House, sign_in: SignIn) -> None:
    second = small.workplace(association="Les Essais", finess=small.OTHER_NUMBER, name="Les Essais du bas")
    her = helped.users["Danièle"]
    also(her, Role.DIRECTOR, second)
    scope = f"association:{helped.place.association_id}"
    client = sign_in(her)
    assert client.get(reverse("scope:explain", kwargs={"scope": scope, "code": OPEN})).status_code == 200
    for code in SUPPORT:
        assert client.get(reverse("scope:explain", kwargs={"scope": scope, "code": code})).status_code == 404
    assert not {row.definition.code for row in benchmark(scope, [helped.place, second], WHOLE)} & set(SUPPORT)


def test_lists_choices_and_papers_hold_none_of_them(helped: House) -> None:
    assert not set(definitions()) & set(SUPPORT)
    assert not {row.definition.code for row in figures(scope_of(helped.place), WHOLE)} & set(SUPPORT)
    assert not {code for code, _ in contracts.measures(helped.place.kind)} & set(SUPPORT)
    paper = str(notes.contents(helped.place, WHOLE, made_by="Danièle", on=date(2026, 1, 5)))
    assert not [code for code in SUPPORT if every_definition()[code].label("en") in paper]


@pytest.mark.parametrize("support", [True, False])
def test_the_star_holds_them_and_their_facts_only_when_asked(helped: House, tmp_path: Path, support: bool) -> None:
    star = Star(helped.place, support=support)
    written = write_star(star, tmp_path / "star")
    names = {table.name for table in SUPPORT_TABLES}
    assert set(written.files) & names == (names if support else set())
    listed = (tmp_path / "star" / "indicator.csv").read_text(encoding="utf-8")
    assert ("support_hours_per_person" in listed) == support
    if support:
        lines = (tmp_path / "star" / "support_session.csv").read_text(encoding="utf-8").splitlines()
        assert len(lines) == 2 and lines[1].endswith(",90")
        assert int(lines[1].split(",")[1]) != helped.people["Ada"].pk, "a key that leads back to nobody"
