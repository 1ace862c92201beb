"""Work and output on the tablet, counted in taps: who does what, what was made, a whole half-day in a minute."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from uuid_utils.compat import uuid7

from etabli.attendance.models import Entry
from etabli.core.periods import Period
from etabli.core.work import Part
from etabli.people.models import Restriction
from etabli.production.actions import (
    ActivitySpec,
    OperationSpec,
    WorkOperation,
    record_work,
    save_activity,
    save_cause,
    save_operation,
)
from etabli.production.models import Activity, Output
from etabli.production.queries.captured import standing_work
from tests import workplace as at_work
from tests.production.lines import ordered
from tests.tablet.conftest import NOW, TODAY
from tests.tablet.journeys.conftest import YESTERDAY, House, Opened, Screen, house_of, picture, session_yesterday

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
A_TAP = 1.0
"""Seconds that a person takes for a tap, her look at the screen included."""


def with_activities(house: House) -> list[Activity]:
    laundry = house.place.workshops.get(code="BLA")
    specs = [
        ActivitySpec("FOLD", "Fold towels", "pieces"),
        ActivitySpec("IRON", "Iron sheets", "pieces"),
        ActivitySpec("VAN", "Deliver linen", "rounds", off_site=True),
    ]
    place, at = house.place, at_work.AT
    made = [save_activity(establishment=place, workshop=laundry, spec=spec, by=None, at=at) for spec in specs]
    for code, name in (("STAIN", "Stain"), ("TEAR", "Tear")):
        save_cause(establishment=place, code=code, name=name, by=None, at=at)
    return made


def tasks_yesterday(house: House, activities: Iterable[Activity]) -> None:
    """In turn, everyone who was there."""
    fold, iron, *_ = activities
    acts = [
        WorkOperation(
            uuid7(), person.pk, YESTERDAY, 0, (Part((fold, iron)[number % 2].pk, None),), fold.workshop_id, NOW
        )
        for number, person in enumerate(house.people[:11])
    ]
    record_work(establishment=house.place, operations=acts, by=house.instructor, at=NOW)


def work_today(house: House) -> dict[str, list[tuple[str, int | None]]]:
    """What stands, by first name: name of the activity and stated minutes."""
    names = {person.pk: person.first_name for person in house.people}
    activities = dict(Activity.objects.values_list("pk", "name"))
    rows = standing_work(house.place, Period(TODAY, TODAY + timedelta(days=1)), list(names))
    return {
        names[person]: [(activities[part.activity], part.minutes) for part in row.parts]
        for (person, _, _), row in rows.items()
        if row.parts
    }


@pytest.fixture
def at_the_laundry(opened: Opened) -> Screen:
    """Activities, a session yesterday with its tasks, all twelve present today."""
    house = house_of()
    session_yesterday(house)
    tasks_yesterday(house, with_activities(house))
    screen = opened(house)
    screen.tap("All present")
    return screen


def count(screen: Screen, digits: str) -> None:
    pad = screen.page.locator("#pad")
    for digit in digits:
        pad.get_by_role("button", name=digit, exact=True).click()


def test_same_tasks_as_yesterday_in_one_tap(at_the_laundry: Screen) -> None:
    screen = at_the_laundry
    screen.go("Work")
    screen.taps = 0
    screen.tap("Same tasks as last time")
    assert screen.taps == 1
    screen.says("Taken over from Tuesday 11 March, morning")
    expect(screen.page.locator("#work-count")).to_have_text("Without a task: Lina")
    screen.sent()
    found = work_today(screen.house)
    assert len(found) == 11 and found["Ada"] == [("Fold towels", None)] and found["Bruno"] == [("Iron sheets", None)]
    screen.tap("Undo")
    screen.sent()
    assert work_today(screen.house) == {}


def test_a_task_warns_of_whom_a_restriction_keeps_from_it(opened: Opened) -> None:
    house = house_of()
    made = ordered(house.place.workshops.get(code="BLA"), house.place)
    spec = OperationSpec("Lift", restriction="load")
    save_operation(line=made.line, spec=spec, by=None, at=at_work.AT)
    held = {"kind": "load", "wording": "No load over 10 kg", "starts_on": YESTERDAY}
    Restriction.objects.create(person=house.people[0], reason="Made up", **held)
    screen = opened(house)
    screen.tap("All present")
    screen.go("Work")
    card = screen.page.locator("#activities article")
    expect(card).not_to_contain_text("No load")
    screen.tap(card.get_by_role("button", name="All on it"))
    expect(card.locator("[data-warnings]")).to_have_text("Ada: Lift: No load over 10 kg")
    picture(screen.page, "warning")
    assert screen.violations() == []
    screen.sent()


def test_240_pieces_in_three_taps_and_the_pad(at_the_laundry: Screen) -> None:
    screen = at_the_laundry
    screen.taps = 0
    screen.go("Work")
    screen.tap("Count Fold towels")
    count(screen, "240")
    expect(screen.page.locator("#pad-total")).to_have_text("Shared: 240 of 240")
    screen.tap("Save", screen.page.locator("#pad"))
    assert screen.taps == 3
    expect(screen.page.locator("#activities")).to_contain_text("240 pieces")
    screen.sent()
    made = Output.objects.get()
    assert (made.good, made.rejected, made.rule) == (240_000, 0, "equal")
    assert [share.good for share in made.shares.all()] == [20_000] * 12


def test_rejects_have_a_cause_and_shares_are_editable(at_the_laundry: Screen) -> None:
    screen = at_the_laundry
    screen.go("Work")
    screen.tap("Same tasks as last time")
    screen.tap("Count Fold towels")
    pad = screen.page.locator("#pad")
    count(screen, "50")
    screen.tap("Count rejects", pad)
    count(screen, "4")
    screen.tap("Save", pad)
    expect(pad.get_by_role("alert")).to_contain_text("Say why some were rejected")
    pad.get_by_label("Why rejected").select_option(label="Stain")
    ada = pad.get_by_label("Ada Abricot Good")
    expect(ada).to_have_value("9")
    ada.fill("12")
    expect(screen.page.get_by_role("button", name="As agreed")).to_have_attribute("aria-pressed", "true")
    screen.tap("Save", pad)
    expect(pad.get_by_role("alert")).to_contain_text("The shares do not make the total")
    pad.get_by_label("Chloé Cerise Good").fill("6")
    assert screen.violations() == []
    screen.tap("Save", pad)
    expect(screen.page.locator("#activities")).to_contain_text("50 pieces, 4 rejected")
    screen.sent()
    made = Output.objects.get()
    assert (made.rule, made.cause.code, sum(share.good for share in made.shares.all())) == ("agreed", "STAIN", 50_000)
    # Corrected, then taken back, then the taking back undone.
    screen.tap("Correct Fold towels")
    expect(pad.get_by_label("Good (pieces)")).to_have_value("50")
    pad.get_by_label("Good (pieces)").fill("60")
    screen.tap("Equally", pad)
    screen.tap("Save", pad)
    expect(screen.page.locator("#activities")).to_contain_text("60 pieces, 4 rejected")
    screen.tap("Correct Fold towels")
    screen.tap("Take this count back", pad)
    expect(screen.page.locator("#activities")).not_to_contain_text("rejected")
    screen.tap("Undo")
    expect(screen.page.locator("#activities")).to_contain_text("60 pieces, 4 rejected")
    screen.sent()


def test_by_minutes(at_the_laundry: Screen) -> None:
    screen = at_the_laundry
    screen.go("Work")
    screen.tap("Choose people Fold towels")
    chooser = screen.page.locator("#chooser")
    for name in ("Ada", "Bruno"):
        chooser.get_by_role("button", name=name).click()
    chooser.get_by_label("Time of the whole team").fill("180")
    expect(chooser.locator("#chooser-total")).to_have_text("3\u00a0h")
    chooser.get_by_label("Ada Abricot").fill("120")
    chooser.get_by_label("Bruno Brugnon").last.fill("60")
    assert screen.violations() == []
    screen.tap("Save", chooser)
    screen.says("2 people on Fold towels")
    screen.tap("Count Fold towels")
    count(screen, "30")
    screen.tap("By minutes", screen.page.locator("#pad"))
    expect(screen.page.locator("#pad").get_by_label("Ada Abricot Good")).to_have_value("20")
    screen.tap("Save", screen.page.locator("#pad"))
    screen.sent()
    assert work_today(screen.house) == {"Ada": [("Fold towels", 120)], "Bruno": [("Fold towels", 60)]}
    days = Period(TODAY, TODAY + timedelta(days=1))
    rows = standing_work(screen.house.place, days, [person.pk for person in screen.house.people])
    assert len({row.team for row in rows.values()}) == 1 and None not in {row.team for row in rows.values()}


def test_all_a_group_or_besides(at_the_laundry: Screen) -> None:
    screen = at_the_laundry
    screen.go("Work")
    screen.taps = 0
    screen.tap("All on it Fold towels")
    assert screen.taps == 1
    expect(screen.page.locator("#activities")).to_contain_text("Lina 3\u00a0h\u00a030")
    screen.tap("Choose people Iron sheets")
    chooser = screen.page.locator("#chooser")
    screen.tap("Red", chooser)
    chooser.get_by_label("Besides what they do already").check()
    screen.tap("Save", chooser)
    expect(screen.page.locator("#activities")).to_contain_text("Ada 1\u00a0h\u00a045")
    screen.tap("Choose people Fold towels")
    screen.tap("Nobody on it", chooser)
    screen.sent()
    assert work_today(screen.house) == {name: [("Iron sheets", None)] for name in ("Ada", "Bruno", "Chloé", "Driss")}


def test_a_whole_half_day_with_two_exceptions_within_a_minute(opened: Opened) -> None:
    house = house_of()
    session_yesterday(house)
    tasks_yesterday(house, with_activities(house))
    screen = opened(house)
    began, screen.taps = time.monotonic(), 1  # the tablet is opened
    screen.tap("All present")
    for name, reason in (("Bruno", "Sickness"), ("Chloé", "Unjustified absence")):
        screen.tap(screen.tile(name))
        screen.tap(reason, screen.sheet)
    screen.go("Work")
    screen.tap("Same tasks as last time")
    for activity, digits in (("Fold towels", "240"), ("Iron sheets", "85")):
        screen.tap(f"Count {activity}")
        count(screen, digits)
        screen.taps += len(digits)
        screen.tap("Save", screen.page.locator("#pad"))
    worked = time.monotonic() - began
    print(f"{screen.taps} taps, {worked:.1f} s of the machine")
    assert screen.taps * A_TAP + worked <= 60
    screen.sent()
    assert Entry.objects.filter(day=TODAY, superseded_by=None).count() == 12
    assert {"Bruno", "Chloé", "Lina"} & set(work_today(house)) == set()
    assert Output.objects.count() == 2
