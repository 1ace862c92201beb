"""Users and grants: who gets what, from when, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from etabli.core.refusal import Refusal
from etabli.kit import wording
from etabli.kit.wording import sentence
from etabli.org import grants
from etabli.org.actions import EstablishmentSpec, WorkshopSpec, save_establishment
from etabli.org.models import Establishment, Grant, User

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def place(db: Any) -> Establishment:
    spec = EstablishmentSpec(
        finess="590000014",
        name="ESAT",
        kind="ESAT",
        country="FR",
        full_time_weekly_minutes=2100,
        places=((date(2026, 1, 1), 10),),
        openings=((date(2026, 1, 1), "11111111110000"),),
        workshops=(WorkshopSpec("A", "Atelier A"),),
    )
    return save_establishment(spec=spec, association=None, by=None, at=AT)[0]


def add(place: Establishment, **changes: Any) -> User:
    values: dict[str, Any] = {"username": "anne", "role": "director", "establishment": place, "by": None, "at": AT}
    return grants.add_user(**(values | changes))


def refusal(call: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(Refusal) as caught:
        call(*args, **kwargs)
    assert caught.value.code in wording.worded_codes()
    assert "%(" not in sentence(caught.value)
    return caught.value.code


def test_a_new_user_has_a_role_and_no_password(place: Establishment) -> None:
    user = add(place, first_name="Anne", language="nl")
    assert not user.has_usable_password() and user.language == "nl"
    assert user.may("org.settings.write", place)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"username": "ANNE"}, "username_taken"),
        ({"username": "a b"}, "username_invalid"),
        ({"username": ""}, "username_invalid"),
        ({"username": "x" * 151}, "username_invalid"),
        ({"username": "b", "role": "king"}, "role_unknown"),
        ({"username": "b", "language": "de"}, "language_unknown"),
    ],
)
def test_refusals_leave_nothing_behind(place: Establishment, changes: dict[str, str], code: str) -> None:
    add(place)
    assert refusal(add, place, **changes) == code
    assert User.objects.count() == 1


def test_only_instructors_and_educators_are_limited_to_a_workshop(place: Establishment) -> None:
    workshop = place.workshops.get()
    assert refusal(add, place, workshop=workshop) == "role_not_by_workshop"
    add(place, role="instructor", workshop=workshop)
    assert Grant.objects.get().workshop == workshop


def test_the_auditor_s_role_holds_for_the_association(place: Establishment) -> None:
    add(place, role="association_auditor")
    row = Grant.objects.get()
    assert (row.association, row.establishment) == (place.association, None)


def test_a_role_held_already_is_not_given_twice(place: Establishment) -> None:
    user = add(place)
    assert grants.grant(user=user, role="director", establishment=place, by=None, at=AT)[1] is False
    assert Grant.objects.count() == 1


def test_a_role_taken_back_ends_that_day_and_may_be_given_again(place: Establishment) -> None:
    user = add(place)
    grants.withdraw(user=user, role="director", establishment=place, by=None, at=AT)
    assert not user.may("org.settings.write", place)
    assert refusal(grants.withdraw, user=user, role="director", establishment=place, by=None, at=AT) == "grant_absent"
    assert grants.grant(user=user, role="director", establishment=place, by=None, at=AT)[1] is True


def test_taking_back_a_role_takes_it_back_in_its_workshops(place: Establishment) -> None:
    user = add(place, role="instructor", workshop=place.workshops.get())
    assert grants.withdraw(user=user, role="instructor", establishment=place, by=None, at=AT) == 1


def test_a_second_factor_is_asked_of_those_who_hold_the_role(place: Establishment) -> None:
    user = add(place)
    assert not user.must_use_second_factor()
    grants.require_second_factor(role="director", required=True, by=None, at=AT)
    assert user.must_use_second_factor()
    grants.require_second_factor(role="director", required=False, by=None, at=AT)
    assert not user.must_use_second_factor()


def test_preferences(place: Establishment) -> None:
    user = add(place)
    grants.save_preferences(user=user, language="en", theme="dark", by=user, at=AT)
    user.refresh_from_db()
    assert (user.language, user.theme) == ("en", "dark")
    assert refusal(grants.save_preferences, user=user, theme="pink", by=user, at=AT) == "theme_unknown"
