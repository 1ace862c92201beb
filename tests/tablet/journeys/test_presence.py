"""Presence on the tablet, counted in taps; by touch, by keyboard and by name."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from etabli.attendance.actions import close_month
from etabli.attendance.models import Entry, LastingAbsence, Segment
from tests import workplace as at_work
from tests.tablet.conftest import TODAY
from tests.tablet.journeys.conftest import Opened, house_of, session_yesterday, standing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HELD_UP = """() => {
  window.said = [];
  const words = document.getElementById("said-words");
  new MutationObserver(() => window.said.push(words.textContent)).observe(words, { childList: true, characterData: true, subtree: true });
  const frame = window.requestAnimationFrame, later = window.setTimeout;
  IDBObjectStore.prototype.add = () => { throw new DOMException("", "QuotaExceededError"); };
  window.requestAnimationFrame = (then) => { window.goOn = () => frame(then); return 0; };
  window.setTimeout = (then, delay, ...more) => (delay === 200 ? 0 : later(then, delay, ...more));
}"""
"""The tablet has no memory left, and comes to see it when `goOn` is called."""


FOCUSED = """() => {
  const here = document.activeElement;
  return (here.querySelector("[data-f=label]") ?? here).textContent.trim();
}"""


def test_twelve_present_in_two_taps_and_three_exceptions_in_six_more(opened: Opened) -> None:
    screen = opened()
    screen.taps = 1  # the tablet is opened
    expect(screen.tile("Ada Abricot to write")).to_be_visible()
    screen.tap("All present")
    assert screen.taps <= 2
    screen.says("12 made present")
    expect(screen.page.locator("#team-count")).to_have_text("12 of 12 present")
    for name, reason in (("Bruno", "Sickness"), ("Chloé", "Annual leave"), ("Driss", "Unjustified absence")):
        before = screen.taps
        screen.tap(screen.tile(name))
        screen.tap(reason, screen.sheet)
        assert screen.taps == before + 2
        expect(screen.tile(f"{name} ")).to_contain_text(reason)
    assert screen.taps <= 8
    screen.sent()
    assert Counter(code for ((code, _),) in standing(screen.house).values()) == {"PRE": 9, "MAL": 1, "CP": 1, "INJ": 1}
    screen.tap("All present")
    screen.says("Nobody is missing")


def test_nothing_is_said_to_be_saved_before_it_is_and_nothing_is_undone_meanwhile(opened: Opened) -> None:
    screen = opened()
    undo = screen.page.get_by_role("button", name="Undo")
    screen.tap("All present")
    expect(undo).to_be_enabled()
    screen.sent()
    screen.page.evaluate(HELD_UP)
    screen.tap(screen.tile("Ada"))
    screen.tap("Annual leave", screen.sheet)
    tile = screen.tile("Ada")
    expect(tile).to_contain_text("Annual leave")
    expect(tile).to_have_attribute("data-saving", "")
    assert tile.get_attribute("data-unsent") is None
    expect(screen.page.locator("#status-words")).to_have_text("Saving on this tablet")
    expect(undo).to_be_disabled()
    screen.page.evaluate("window.goOn()")
    screen.says("Not saved")
    expect(tile).to_contain_text("Present")
    assert screen.page.evaluate("window.said") == [screen.page.locator("#said-words").text_content()]
    expect(undo).to_be_enabled()


def test_late_and_left_early_in_quarters_of_an_hour(opened: Opened) -> None:
    screen = opened()
    screen.tap("All present")
    screen.tap(screen.tile("Ada"))
    late = screen.sheet.get_by_role("group", name="Came late by")
    late.get_by_role("button", name="30 min").click()
    expect(screen.sheet.get_by_role("alert")).to_contain_text("Now tap the reason")
    screen.tap("Unjustified absence", screen.sheet)
    expect(screen.tile("Ada")).to_contain_text("Unjustified absence 30")
    # From now on the reason is known: two taps.
    before = screen.taps
    screen.tap(screen.tile("Bruno"))
    screen.tap("15 min", screen.sheet.get_by_role("group", name="Left early by"))
    assert screen.taps == before + 2
    expect(screen.tile("Bruno")).to_contain_text("15")
    screen.sent()
    found = standing(screen.house)
    assert (found["Ada"], found["Bruno"]) == ([("INJ", 30), ("PRE", None)], [("PRE", None), ("INJ", 15)])


def test_notice_and_paper_with_the_reason(opened: Opened) -> None:
    screen = opened()
    screen.tap(screen.tile("Ada"))
    before = screen.taps
    screen.tap("2 days", screen.sheet)
    screen.tap("Document received", screen.sheet)
    screen.tap("Annual leave", screen.sheet)
    assert screen.taps == before + 3
    screen.sent()
    entry = Entry.objects.get()
    assert (entry.notice_hours, entry.has_document) == (48, True)
    screen.tap(screen.tile("Ada"))
    expect(screen.sheet.get_by_role("button", name="2 days")).to_have_attribute("aria-pressed", "true")


def test_same_as_last_time_in_one_tap_and_undone(opened: Opened) -> None:
    house = house_of()
    session_yesterday(house)
    screen = opened(house)
    before = screen.taps
    screen.tap("Same as last time")
    assert screen.taps == before + 1
    screen.says("Taken over from Tuesday 11 March, morning")
    # Lina was not there: what she does is to be said.
    expect(screen.page.locator("#team-count")).to_have_text("11 of 12 present · 1 to write")
    screen.tap("Undo")
    screen.says("Undone: 11 as before")
    expect(screen.page.locator("#team-count")).to_contain_text("0 of 12")
    screen.sent()
    assert standing(house) == {}


def test_an_undo_restores_a_reason_she_may_not_see(opened: Opened) -> None:
    house = house_of()
    at_work.type_days(house.place, house.people[0], TODAY, "MAL", [0])
    screen = opened(house)
    expect(screen.tile("Ada")).to_contain_text("absent")
    screen.tap(screen.tile("Ada"))
    expect(screen.sheet).not_to_contain_text("morning: Sickness")
    screen.tap("Present in the workshop", screen.sheet)
    expect(screen.tile("Ada")).to_contain_text("Present")
    screen.tap("Undo")
    expect(screen.tile("Ada")).to_contain_text("absent")
    screen.sent()
    assert standing(house)["Ada"] == [("MAL", None)]


def test_sickness_over_several_days(opened: Opened) -> None:
    screen = opened()
    screen.tap(screen.tile("Bruno"))
    screen.sheet.get_by_text("Several days").click()
    screen.sheet.get_by_label("Last day (included)").fill("2025-03-10")
    screen.tap("Write these days", screen.sheet)
    expect(screen.sheet.get_by_role("alert")).to_contain_text("does not come before it")
    screen.sheet.get_by_label("Last day (included)").fill("2025-03-17")
    screen.sheet.get_by_label("Reason", exact=True).last.select_option("MAL")
    screen.tap("Write these days", screen.sheet)
    screen.says("Bruno Brugnon: 8 half-days written")
    screen.sent()
    assert standing(screen.house, date(2025, 3, 17), 1) == {"Bruno": [("MAL", None)]}
    screen.tap("Undo")
    screen.sent()
    assert standing(screen.house, date(2025, 3, 17), 1) == {}
    screen.tap(screen.tile("Bruno"))
    screen.sheet.get_by_text("Several days").click()
    screen.sheet.get_by_label("Reason", exact=True).last.select_option("MAL")
    screen.sheet.get_by_label("Until further notice, without a last day").check()
    screen.tap("Write these days", screen.sheet)
    screen.says("Bruno Brugnon: away until further notice")
    screen.sent()
    assert standing(screen.house, TODAY, 1) == {"Bruno": [("MAL", None)]}
    assert LastingAbsence.objects.get(ended_on=None).starts_on == TODAY


def test_sickness_beyond_the_days_that_are_loaded(opened: Opened) -> None:
    screen = opened()
    screen.tap(screen.tile("Bruno"))
    screen.sheet.get_by_text("Several days").click()
    screen.sheet.get_by_label("Reason", exact=True).last.select_option("MAL")
    screen.sheet.get_by_label("Last day (included)").fill("2025-05-30")
    screen.tap("Write these days", screen.sheet)
    expect(screen.sheet.get_by_role("alert")).to_contain_text("At most 60 days at once")
    screen.sheet.get_by_label("Last day (included)").fill("2025-04-25")
    screen.tap("Write these days", screen.sheet)
    screen.says("Bruno Brugnon: written until Friday 25 April")
    screen.sent()
    assert standing(screen.house, date(2025, 4, 25), 1) == {"Bruno": [("MAL", None)]}
    assert standing(screen.house, date(2025, 4, 26)) == {}
    screen.tap("Undo")
    screen.sent()
    assert standing(screen.house, date(2025, 4, 25), 1) == {} == standing(screen.house, TODAY)


def test_a_part_of_the_half_day_in_another_workshop(opened: Opened) -> None:
    screen = opened()
    screen.tap(screen.tile("Ada"))
    screen.sheet.get_by_text("Several parts, another workshop").click()
    screen.sheet.get_by_label("Minutes (empty: the rest)").fill("90")
    screen.tap("Add a part", screen.sheet)
    second = screen.sheet.get_by_role("group", name="Part 2")
    second.get_by_label("Workshop").select_option(label="Espaces verts")
    screen.tap("Save these parts", screen.sheet)
    expect(screen.tile("Ada")).to_contain_text("→ Espaces verts")
    screen.sent()
    rows = Segment.objects.order_by("position").values_list("code__code", "minutes", "workshop__code")
    assert list(rows) == [("PRE", 90, None), ("PRE", None, "EV")]


def test_other_days_and_the_half_day_of_now(opened: Opened) -> None:
    screen = opened()
    day = screen.page.locator("#half-day [data-f=day]")
    expect(day).to_have_text("Wednesday 12 March")
    expect(screen.page.get_by_role("button", name="Morning")).to_have_attribute("aria-pressed", "true")
    for _ in range(7):
        screen.page.get_by_role("button", name="The day after").click()
    expect(day).to_have_text("Wednesday 19 March")
    expect(screen.page.get_by_role("button", name="The day after")).to_be_disabled()
    expect(screen.tile("Ada")).to_contain_text("expected")
    screen.tap("Afternoon")
    screen.tap("All present")
    screen.sent()
    assert len(standing(screen.house, TODAY + timedelta(days=7), 1)) == 12
    screen.tap("Now")
    expect(day).to_have_text("Wednesday 12 March")


def test_only_a_group_is_shown_and_filled(opened: Opened) -> None:
    screen = opened()
    screen.page.get_by_label("Whom to show").select_option(label="Red")
    screen.tap("All present")
    screen.says("4 made present")
    screen.page.get_by_label("Whom to show").select_option(label="All my teams")
    expect(screen.page.locator("#team-count")).to_have_text("4 of 12 present · 8 to write")


def test_a_month_closed_meanwhile_is_refused_in_words_and_kept(opened: Opened) -> None:
    screen = opened()
    close_month(establishment=screen.house.place, month=date(2025, 3, 1), by=None, at=at_work.AT)
    screen.tap(screen.tile("Ada"))
    screen.tap("Present in the workshop", screen.sheet)
    badge = screen.page.locator("#to-decide")
    expect(badge).to_have_text("1 to decide")
    badge.click()
    refused = screen.page.locator("#list-refused")
    expect(refused).to_contain_text("The month of 03/2025 is closed")
    expect(refused).to_contain_text("Ada Abricot, Wednesday 12 March, morning: Present in the workshop")
    assert screen.violations() == []
    screen.tap("Try again", refused)
    expect(refused).to_contain_text("The month of 03/2025 is closed")
    screen.tap("Drop it", refused)
    expect(screen.page.locator("#waiting-none")).to_be_visible()
    assert not Entry.objects.exists()


def test_by_keyboard_alone(opened: Opened) -> None:
    screen = opened()
    page = screen.page

    def reach(name: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate(FOCUSED) == name:
                return
        raise AssertionError(f"{name} is not reached by keyboard")

    page.locator("h1:visible").focus()
    reach("All present")
    page.keyboard.press("Enter")
    expect(page.locator("#team-count")).to_have_text("12 of 12 present")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(screen.tile("Ada")).to_be_focused()
    page.keyboard.press("Enter")
    expect(screen.sheet).to_be_visible()
    reach("Sickness")
    page.keyboard.press("Space")
    expect(screen.sheet).to_be_hidden()
    expect(screen.tile("Ada")).to_be_focused()
    expect(screen.tile("Ada")).to_contain_text("Sickness")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(screen.sheet).to_be_hidden()
    screen.sent()
