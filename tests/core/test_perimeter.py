"""Who is inside a perimeter, and how a perimeter is written."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etabli.core.perimeter import Perimeter, Profile, age_on, holds, parse
from etabli.core.refusal import Refusal

LAST = date(2025, 12, 31)
ages = st.one_of(st.none(), st.integers(0, 120))
perimeters = st.builds(
    Perimeter,
    age_from=ages,
    age_to=ages,
    sex=st.sampled_from(["", "F", "M"]),
    without_reorientations=st.booleans(),
    without_temporary=st.booleans(),
).filter(lambda row: row.age_from is None or row.age_to is None or row.age_from <= row.age_to)
profiles = st.builds(
    Profile,
    birth=st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2008, 1, 1))),
    sex=st.sampled_from(["", "F", "M"]),
    reoriented=st.booleans(),
    temporary=st.booleans(),
)


@given(perimeters)
def test_what_is_written_is_read_back(perimeter: Perimeter) -> None:
    assert parse(perimeter.written) == perimeter


@given(profiles)
def test_everybody_is_inside_the_whole(profile: Profile) -> None:
    assert Perimeter().is_whole and holds(Perimeter(), profile, LAST)


@given(perimeters, profiles)
def test_whoever_is_inside_has_all_that_is_asked(perimeter: Perimeter, profile: Profile) -> None:
    asked = {
        "age": Perimeter(age_from=perimeter.age_from, age_to=perimeter.age_to),
        "sex": Perimeter(sex=perimeter.sex),
        "reoriented": Perimeter(without_reorientations=perimeter.without_reorientations),
        "temporary": Perimeter(without_temporary=perimeter.without_temporary),
    }
    assert holds(perimeter, profile, LAST) == all(holds(one, profile, LAST) for one in asked.values())


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(2000, 6, 15), date(2025, 6, 14), 24),
        (date(2000, 6, 15), date(2025, 6, 15), 25),
        (date(2004, 2, 29), date(2025, 2, 28), 20),
        (date(2004, 2, 29), date(2025, 3, 1), 21),
    ],
)
def test_ages_are_complete_years(birth: date, day: date, age: int) -> None:
    assert age_on(birth, day) == age


def test_both_ends_of_the_ages_are_inside() -> None:
    perimeter = parse("ages=20-59")
    for birth, inside in (
        (date(2005, 12, 31), True),
        (date(2006, 1, 1), False),
        (date(1966, 1, 1), True),
        (date(1965, 12, 31), False),
        (None, False),
    ):
        assert holds(perimeter, Profile(birth=birth), LAST) is inside, birth
    assert holds(parse("ages=55-"), Profile(birth=LAST - timedelta(days=60 * 366)), LAST)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ages=59-20", "perimeter_ages_wrong"),
        ("ages=0-121", "perimeter_ages_wrong"),
        ("ages=20", "perimeter_unknown"),
        ("sex=X", "perimeter_unknown"),
        ("young", "perimeter_unknown"),
        ("without-reorientations=yes", "perimeter_unknown"),
    ],
)
def test_what_is_no_perimeter_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse(text)
    assert caught.value.code == code
