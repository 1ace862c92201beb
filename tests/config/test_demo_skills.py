"""What the demo knows of competences: made once however often it is loaded, and within the rules of the room."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from etabli.config.demo import skills
from etabli.exchange.reading.frameworks import read_package
from etabli.org.grants import add_user
from etabli.org.states import Role
from etabli.support.models import Assessment, Framework, Profile
from tests import workplace as small

AT = datetime(2026, 1, 9, 8, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_people_are_assessed_over_a_year_and_say_it_themselves_and_twice_changes_nothing() -> None:
    workshops = (small.org.WorkshopSpec("BLA", "Blanchisserie"), small.org.WorkshopSpec("EV", "Espaces verts"))
    place = small.workplace(association="Les Essais", workshops=workshops)
    small.engage(place, "1", workshop="BLA")
    small.engage(place, "2", workshop="EV")
    small.engage(place, "3", workshop="EV", starts_on=date(2025, 12, 1))
    raters = {
        code: add_user(username=code, role=Role.INSTRUCTOR, establishment=place, by=None, at=small.AT)
        for code in ("BLA", "EV")
    }

    def counts() -> list[int]:
        return [model.objects.count() for model in (Framework, Profile, Assessment)]

    skills.teach(place, raters, AT)
    # Six competences of two persons, three times seen and once said.
    assert counts() == [3, 2, 6 * 2 * 4]
    assert list(Framework.objects.filter(state="published").values_list("code", flat=True)) == ["atelier-fr"]
    skills.teach(place, raters, AT)
    assert counts() == [3, 2, 6 * 2 * 4]


def test_the_framework_of_the_demo_is_the_same_in_three_languages(request: Any) -> None:
    folder = request.config.rootpath / "src" / "etabli" / "config" / "demo"
    reading = read_package(folder / "competences.json")
    assert (reading.errors, reading.warnings, reading.ignored) == ([], [], [])
    frameworks = [row.spec for row in reading.rows if hasattr(row, "spec")]
    assert [spec.language for spec in frameworks] == ["fr", "nl", "en"]
    assert len({tuple((one.code, one.kind, one.pictogram) for one in spec.competences) for spec in frameworks}) == 1
    assert all(one.easy or not one.parent for spec in frameworks for one in spec.competences)
