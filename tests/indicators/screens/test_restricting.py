"""A figure restricted by a free field: who may, what is told of few, and that nobody is named."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from etabli.core.refusal import Refusal
from etabli.core.small_groups import smallest_part
from etabli.indicators.access import IndicatorsRight
from etabli.indicators.definitions import every_definition
from etabli.indicators.rules import LEAST, check_tellable, is_by_person, tellable
from etabli.kit import rights
from etabli.kit.models import AccessLog
from etabli.org.grants import grant
from etabli.org.models import User
from etabli.org.states import Role
from etabli.people.models import Person
from etabli.support.actions.free_data import FreeFieldSpec, retire_free_field, save_free_field, write_free_values
from etabli.support.models import FreeField
from etabli.support.states import FIELD_ROLES
from tests import workplace as small
from tests.indicators.screens.conftest import MARCH, House, also, crowd, user
from tests.indicators.screens.test_dashboard import text

READERS = ("head_of_service", "director")
SignIn = Callable[[User], Client]


def field_of(house: House, read_roles: tuple[str, ...] = READERS, **changes: str) -> FreeField:
    named = {"code": "transport", "label": "Transport", "kind": "choice", "target": "person", **changes}
    spec = FreeFieldSpec(
        named["target"], named["code"], named["label"], named["kind"], "To come to work", 24, read_roles, read_roles
    )
    choices = ("Bus", "Bike", "Foot") if named["kind"] == "choice" else ()
    return save_free_field(establishment=house.place, spec=replace(spec, choices=choices), by=None, at=small.AT)


def fill(house: House, field: FreeField, *numbers: int) -> None:
    """So many of the crowd by bus, by bike, on foot, in this order."""
    people = iter(Person.objects.filter(last_name__startswith="Foule").order_by("pk"))
    for value, number in zip(("Bus", "Bike", "Foot"), numbers, strict=False):
        for _ in range(number):
            write_free_values(person=next(people), values={field: value}, roles=None, by=None, at=small.AT)


@pytest.fixture
def public(house: House) -> House:
    """Twenty persons present: the three of the house, and seventeen more."""
    crowd(house.place, 17)
    return house


def asked(house: House, field: FreeField, row: str, code: str = "headcount", query: str = MARCH) -> str:
    return house.url(f"{code}/", f"{query}&free={field.pk}{row}")


def told(page: str) -> str | None:
    """The figure of an explanation; None when it cannot be given."""
    found = re.search(r'<p class="division">\s*<strong>([^<]*)</strong>', page)
    return found[1] if found else None


# ---------------------------------------------------------------- what is told

pieces = st.lists(st.sampled_from(["a", "b", "c", ""]), min_size=0, max_size=40)


@given(pieces, st.integers(0, 40), st.integers(0, 40))
def test_nothing_smaller_than_five_follows_from_what_is_told(values: list[str], above: int, below: int) -> None:
    known = [frozenset(range(len(values))), frozenset(range(above)), frozenset(range(below, 40))]
    rows = {person: value for person, value in enumerate(values) if value}
    everybody = frozenset().union(*known)
    inside = {value: {person for person in everybody if rows.get(person, "") == value} for value in "abc"}
    inside[""] = set(everybody).difference(*inside.values())
    names = tellable(known, rows, "")
    for name in names:
        for group in filter(None, known):
            assert LEAST <= len(group & inside[name]) <= len(group) - LEAST
    cut = [group & inside[name] for name in names for group in known]
    assert not names or smallest_part([*known, *cut]) >= LEAST
    for one, other in combinations(names, 2):
        for group in known:
            rest = len(group - inside[one] - inside[other])
            assert rest == 0 or rest >= LEAST


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((10, 5, 5), {"Bus", "Bike", "Foot"}),
        ((9, 6, 0), {"Bus", "Bike", ""}),
        ((11, 5, 4), {"Bus"}),
        ((16, 0, 0), set()),
        ((20, 0, 0), set()),
        ((4, 0, 0), set()),
    ],
)
def test_values_are_told_of_twenty_persons(numbers: tuple[int, ...], expected: set[str]) -> None:
    written = [name for name, number in zip(("Bus", "Bike", "Foot"), numbers, strict=True) for _ in range(number)]
    assert tellable([frozenset(range(20))], dict(enumerate(written)), "") == expected


def test_a_rate_with_few_above_its_line_is_told_of_no_value() -> None:
    everybody, rows = frozenset(range(20)), dict.fromkeys(range(10), "Bus")
    assert tellable([everybody, frozenset(range(5, 15)), everybody], rows, "") == {"Bus", ""}
    for above in (range(4), range(8, 14), range(10)):
        assert tellable([everybody, frozenset(above), everybody], rows, "") == set()
    with pytest.raises(Refusal, match="free_restriction_few"):
        check_tellable([everybody, frozenset(range(4)), everybody], rows, "Bus", "")


@pytest.mark.django_db
def test_the_figure_is_that_of_the_persons_inside(public: House, daniele: Client) -> None:
    field = field_of(public)
    fill(public, field, 9, 6)
    for row, number in (("=Bus", "9"), ("=Bike", "6"), ("nothing", "5")):
        page = text(daniele, asked(public, field, row))
        assert told(page) == number, row
    assert "<strong>Perimeter</strong> : Transport = Nothing is written." in page
    assert told(text(daniele, public.url("headcount/"))) == "20"


@pytest.mark.django_db
def test_nobody_is_named_and_nothing_is_taken_apart(public: House, daniele: Client) -> None:
    field = field_of(public)
    fill(public, field, 9, 6)
    page = text(daniele, asked(public, field, "=Bus", "age_pyramid"))
    assert told(page) == "9" and "nobody is named" in page
    assert "Foule0" not in page and "By part" not in page and "Left out, by reason" not in page
    assert "By part" in text(daniele, public.url("age_pyramid/"))
    # Years and other months keep what was asked.
    assert page.count(f"free={field.pk}%3DBus") >= 2 and f'name="free" value="{field.pk}=Bus"' in page


@pytest.mark.django_db
def test_the_sheet_is_one_row_that_says_the_restriction(public: House, daniele: Client) -> None:
    field = field_of(public)
    fill(public, field, 9, 6)
    answer = daniele.get(public.url("headcount/export/", f"{MARCH}&free={field.pk}=Bus"))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert len(rows) == 2 and "Transport = Bus" in rows[1] and 9 in rows[1]
    assert "transport-bus" in answer["Content-Disposition"]
    noted = AccessLog.objects.get(what="support.free.figure_export")
    assert len(noted.subjects) == 20 and noted.purpose == "To come to work"


@pytest.mark.django_db
def test_what_few_have_or_lack_is_refused_with_a_sentence(public: House, daniele: Client) -> None:
    field, yes = field_of(public), field_of(public, code="licence", label="Licence", kind="yes_no")
    fill(public, field, 11, 5)
    people = list(Person.objects.filter(last_name__startswith="Foule").order_by("pk"))
    for one in people[:16]:
        write_free_values(person=one, values={yes: "yes"}, roles=None, by=None, at=small.AT)
    for asked_field, row in ((field, "=Bike"), (field, "=Foot"), (field, "nothing"), (yes, "=yes"), (yes, "=no")):
        page = text(daniele, asked(public, asked_field, row))
        assert told(page) is None and "Fewer than 5 persons would be told of" in page, row
        assert "Every row (XLSX)" not in page
        sheet = daniele.get(public.url("headcount/export/", f"{MARCH}&free={asked_field.pk}{row}"))
        assert sheet.status_code == 302
    assert told(text(daniele, asked(public, field, "=Bus"))) == "11"


@pytest.mark.django_db
def test_what_cannot_be_asked_is_said_and_gives_no_sheet_of_everybody(public: House, daniele: Client) -> None:
    field = field_of(public)
    fill(public, field, 9, 6)
    assert "The restriction was not taken" not in text(daniele, asked(public, field, "=Bus"))
    assert "The restriction was not taken" in text(daniele, asked(public, field, "=Rocket"))
    sheet = daniele.get(public.url("headcount/export/", f"{MARCH}&free={field.pk}=Rocket"))
    assert sheet.status_code == 302
    assert "The restriction was not taken" in text(daniele, sheet["Location"])


# ---------------------------------------------------------------- who asks, and of what


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_only_who_reads_the_field_and_the_persons_restricts(public: House, sign_in: SignIn, role: Role) -> None:
    fields = {
        readers: field_of(public, readers, code=f"f{number}", label=f"Field {number}")
        for number, readers in enumerate((tuple(sorted(FIELD_ROLES)), ("director",), ("educator", "instructor")))
    }
    client = sign_in(user("asking", role, public.place))
    answer = client.get(public.url("headcount/"))
    assert answer.status_code == (200 if role in rights.roles_with(IndicatorsRight.READ) else 404)
    page = answer.content.decode()
    for readers, field in fields.items():
        assert (f'value="{field.pk}=Bus"' in page) is (role in READERS and role in readers), field
        fill(public, field, 9)
        found = client.get(asked(public, field, "=Bus"))
        if found.status_code == 200:
            assert told(found.content.decode()) == ("9" if role in READERS and role in readers else "20")
    noted = AccessLog.objects.filter(what="support.free.figure")
    assert noted.count() == sum(role in READERS and role in readers for readers in fields)
    assert all(len(row.subjects) == 20 for row in noted)


@pytest.mark.django_db
def test_a_field_read_in_one_workshop_restricts_nothing(public: House, sign_in: SignIn) -> None:
    field = field_of(public, ("educator",))
    both = user("asking", Role.ADMINISTRATION, public.place)
    grant(
        user=both,
        role=Role.EDUCATOR,
        establishment=public.place,
        workshop=public.place.workshops.get(code="BLA"),
        by=None,
        at=small.AT,
    )
    assert f'value="{field.pk}=Bus"' not in text(sign_in(both), public.url("headcount/"))
    also(both, Role.EDUCATOR, public.place)
    assert f'value="{field.pk}=Bus"' in text(sign_in(both), public.url("headcount/"))


@pytest.mark.django_db
def test_only_figures_of_persons_and_fields_of_few_values_are_offered(public: House, daniele: Client) -> None:
    field = field_of(public)
    assert is_by_person(every_definition()["mad_rate"]) and not is_by_person(every_definition()["fte"])
    others = [
        field_of(public, code="words", label="Words", kind="text"),
        field_of(public, code="plan", label="Of a plan", target="plan"),
        field_of(public, code="old", label="Old"),
    ]
    retire_free_field(field=others[2], on=small.MARCH.start, by=None, at=small.AT)
    page = text(daniele, public.url("headcount/"))
    assert 'label="Transport"' in page and not any(f'label="{one.label}"' in page for one in others)
    for code in ("paid_hours_activity_rate", "absence_days"):
        page = text(daniele, asked(public, field, "=Bus", code))
        assert 'name="free"' not in page and "Transport" not in page


@pytest.mark.django_db
def test_a_perimeter_and_a_restriction_together_are_refused(public: House, daniele: Client) -> None:
    field = field_of(public)
    fill(public, field, 9)
    page = text(daniele, asked(public, field, "=Bus", query=f"{MARCH}&sex=F"))
    assert "restricted by one thing only" in page and "<strong>Perimeter</strong> : Women." in page
    assert told(page) == "0"


@pytest.mark.django_db
def test_no_value_is_asked_of_the_database_and_the_queries_do_not_grow(public: House, daniele: Client) -> None:
    field = field_of(public)
    fill(public, field, 9)
    text(daniele, asked(public, field, "=Bus"))
    counts = []
    for number, more in ((9, 0), (17, 17)):
        crowd(public.place, more, first=17)
        fill(public, field, number)
        with CaptureQueriesContext(connection) as queries:
            assert told(text(daniele, asked(public, field, "=Bus"))) == str(number)
        counts.append(len(queries))
        assert not any("Bus" in query["sql"] and "free_value" in query["sql"] for query in queries.captured_queries)
    assert counts[0] == counts[1]
