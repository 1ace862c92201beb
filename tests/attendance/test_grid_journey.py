"""The grid in a real browser: by touch, by keyboard alone, undone, refused, cut off and sent again."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from etabli.attendance.actions import close_month
from etabli.attendance.models import Entry, SickNote
from etabli.org.states import Role
from tests import workplace as small
from tests.attendance.screens.conftest import MONDAY, PASSWORD, WEEK, House, house_of, user_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
Open = Callable[..., House]


@pytest.fixture
def open_grid(live_server: Any, page: Page) -> Open:
    """Sign in and open the week; answers the house."""

    def opened(role: Role = Role.HEAD_OF_SERVICE, path: str = f"{WEEK}/") -> House:
        house = house_of()
        user_of(role, house.place)
        page.goto(f"{live_server.url}/accounts/login/")
        page.fill("input[name=login]", str(role))
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "login" not in url)
        page.goto(live_server.url + house.url(path))
        return house

    return opened


def cell(page: Page, person: str, day: str, half: str = "morning") -> Locator:
    return page.locator(f'button[aria-label^="{person}"][aria-label*="{day}, {half}:"]')


def says(page: Page, text: str) -> None:
    expect(page.locator("#grid-status")).to_contain_text(text)


def violations(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [(row["id"], row["nodes"][0]["html"][:120]) for row in found]


def stop_clock(page: Page) -> None:
    """From here on a pause lasts as long as the test says."""
    page.clock.install()
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 1"))


def totals(page: Page) -> list[str]:
    return page.locator("[data-total], [data-column]").all_inner_texts()


def test_a_half_day_present_in_one_touch_and_undone(open_grid: Open, page: Page) -> None:
    open_grid()
    before = totals(page)
    page.get_by_role("button", name="a.m.: all present, Monday 3 March").click()
    says(page, "3 half-days saved.")
    expect(cell(page, "Abricot", "Monday 3 March")).to_have_text("P")
    expect(page.locator('[data-column="2025-03-03/0"]')).to_have_text("3/3")
    expect(page.locator("[data-total=hours]").first).to_have_text("3\u00a0h\u00a030")
    shown = totals(page)
    page.reload()
    assert totals(page) == shown
    page.get_by_role("button", name="a.m.: all present, Monday 3 March").click()
    says(page, "Nothing to fill")
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    page.get_by_role("button", name="p.m.: all present, Monday 3 March").click()
    says(page, "3 half-days saved.")
    page.get_by_role("button", name="Undo").click()
    says(page, "3 half-days as they were before.")
    expect(cell(page, "Abricot", "Monday 3 March", "afternoon")).to_have_attribute(
        "aria-label", "Abricot Ada, Monday 3 March, afternoon: Nothing written down yet"
    )
    assert totals(page) == shown != before


def test_the_whole_week_in_one_touch(open_grid: Open, page: Page) -> None:
    open_grid()
    page.get_by_role("button", name="All present this week").click()
    says(page, "30 half-days saved.")
    expect(page.locator("[data-total=half-days]").first).to_have_text("10/10")
    expect(page.locator("[data-total=hours]").first).to_have_text("35\u00a0h")
    assert Entry.objects.count() == 30


def test_a_code_by_keyboard_alone(open_grid: Open, page: Page) -> None:
    open_grid()
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.at !== undefined"):
            break
    expect(cell(page, "Abricot", "Monday 3 March")).to_be_focused()
    stop_clock(page)
    page.keyboard.type("p")
    says(page, "Typing: P")
    page.keyboard.press("ArrowRight")
    says(page, "1 half-day saved.")
    page.clock.resume()
    expect(cell(page, "Abricot", "Monday 3 March", "afternoon")).to_be_focused()
    page.keyboard.type("cp")
    expect(cell(page, "Abricot", "Monday 3 March", "afternoon")).to_have_text("CP")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("mal")
    page.keyboard.press("Enter")
    expect(cell(page, "Brugnon", "Monday 3 March", "afternoon")).to_have_attribute(
        "aria-label", "Brugnon Bruno, Monday 3 March, afternoon: Sickness, sick note awaited"
    )
    page.keyboard.press("Delete")
    expect(cell(page, "Brugnon", "Monday 3 March", "afternoon")).to_have_text("")
    page.keyboard.press("Control+z")
    expect(cell(page, "Brugnon", "Monday 3 March", "afternoon")).to_have_text("M")
    page.keyboard.press("Control+z")
    expect(cell(page, "Brugnon", "Monday 3 March", "afternoon")).to_have_text("")
    assert page.evaluate("document.querySelectorAll('#grid button[data-at][tabindex=\"0\"]').length") == 1


def test_a_code_is_written_after_a_short_pause_and_a_slow_hand_may_go_on(open_grid: Open, page: Page) -> None:
    open_grid()
    here = cell(page, "Abricot", "Monday 3 March")
    here.focus()
    stop_clock(page)
    page.keyboard.type("s")
    page.clock.run_for(800)
    says(page, "Typing: S")
    assert not Entry.objects.exists()
    page.clock.run_for(100)
    says(page, "1 half-day saved.")
    assert Entry.objects.get().segments.get().code.code == "SOU"
    page.keyboard.type("t")
    says(page, "Typing: ST")
    page.clock.run_for(900)
    expect(here).to_have_attribute("aria-label", re.compile(": Work trial"))
    page.keyboard.type("mo")
    page.keyboard.press("Escape")
    expect(here).to_have_text("ST")
    page.keyboard.type("ma")
    page.clock.run_for(5000)
    says(page, "Typing: MA")
    page.keyboard.press("Control+z")
    expect(here).to_have_text("S")
    page.keyboard.press("Control+z")
    expect(here).to_have_attribute("aria-label", re.compile(": Nothing written down yet"))


def test_what_was_typed_is_written_when_the_reader_clicks_elsewhere_or_leaves_the_page(
    open_grid: Open, page: Page
) -> None:
    open_grid()
    stop_clock(page)
    cell(page, "Abricot", "Monday 3 March").focus()
    page.keyboard.type("p")
    page.get_by_role("heading", level=1).click()
    says(page, "1 half-day saved.")
    cell(page, "Brugnon", "Monday 3 March").focus()
    page.keyboard.type("s")
    page.evaluate("Object.defineProperty(document, 'visibilityState', { configurable: true, value: 'hidden' })")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(cell(page, "Brugnon", "Monday 3 March")).to_have_attribute("aria-label", re.compile(": Support"))
    page.evaluate("delete document.visibilityState")
    cell(page, "Cerise", "Monday 3 March").focus()
    page.keyboard.type("s")
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    expect(cell(page, "Cerise", "Monday 3 March")).to_have_attribute("aria-label", re.compile(": Support"))
    assert sorted(Entry.objects.values_list("segments__code__code", flat=True)) == ["PRE", "SOU", "SOU"]


def test_letters_that_mean_nothing_write_nothing(open_grid: Open, page: Page) -> None:
    open_grid()
    stop_clock(page)
    here = cell(page, "Abricot", "Monday 3 March")
    here.focus()
    page.keyboard.type("x")
    says(page, "“x” is not a code here.")
    page.keyboard.type("m")
    expect(here).to_have_text("M")
    page.keyboard.press("Escape")
    expect(here).to_have_text("")
    page.keyboard.type("mo")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.press("End")
    expect(cell(page, "Abricot", "Friday 7 March", "afternoon")).to_be_focused()
    page.keyboard.press("PageDown")
    expect(cell(page, "Cerise", "Friday 7 March", "afternoon")).to_be_focused()
    page.keyboard.press("Control+Home")
    expect(here).to_be_focused()
    assert not Entry.objects.exists()


def test_the_choice_with_several_parts(open_grid: Open, page: Page) -> None:
    open_grid()
    here = cell(page, "Abricot", "Tuesday 4 March")
    here.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Abricot Ada, Tuesday 4 March, morning")
    expect(dialog).to_be_visible()
    assert violations(page) == []
    dialog.get_by_text("Several parts, minutes, notice, document").click()
    dialog.get_by_label("Minutes").fill("90")
    dialog.get_by_role("button", name="Add a part").click()
    part = dialog.get_by_role("group", name="Part 2", exact=True)
    part.get_by_label("Code").select_option("CP")
    dialog.get_by_label("Notice (hours)").fill("48")
    dialog.get_by_label("Document received").select_option("yes")
    assert violations(page) == []
    dialog.get_by_role("button", name="Save").click()
    says(page, "1 half-day saved.")
    expect(here).to_have_text("P/CP")
    expect(here).to_be_focused()
    entry = Entry.objects.get()
    assert (entry.notice_hours, entry.has_document) == (48, True)
    here.click()
    expect(dialog.get_by_label("Notice (hours)")).to_have_value("48")
    dialog.get_by_label("Reason of the correction").fill("came back early")
    dialog.get_by_role("button", name="Present in the workshop").click()
    expect(here).to_have_attribute("aria-label", "Abricot Ada, Tuesday 4 March, morning: Present in the workshop")
    expect(here).to_have_text("P")
    assert Entry.objects.exclude(pk=entry.pk).get().reason == "came back early"
    here.click()
    dialog.get_by_role("button", name="Take back what is written").click()
    expect(here).to_have_text("")


def test_a_range_of_sickness_in_one_act(open_grid: Open, page: Page) -> None:
    open_grid()
    cell(page, "Brugnon", "Wednesday 5 March").focus()
    page.get_by_role("button", name="Absence over several days…").click()
    dialog = page.get_by_role("dialog", name="Absence over several days")
    assert violations(page) == []
    expect(dialog.get_by_label("Person")).to_have_value(
        page.evaluate("document.querySelector('tr[data-person]:nth-child(2)').dataset.person")
    )
    expect(dialog.get_by_label("First day")).to_have_value("2025-03-05")
    dialog.get_by_label("Last day (included)").fill("2025-03-01")
    dialog.get_by_role("button", name="Write it down").click()
    expect(dialog.get_by_role("alert")).to_have_text("The last day comes before the first one.")
    dialog.get_by_label("First day").fill("2025-03-08")
    dialog.get_by_label("Last day (included)").fill("2025-03-09")
    dialog.get_by_role("button", name="Write it down").click()
    expect(dialog.get_by_role("alert")).to_have_text("No half-day is due between these days.")
    dialog.get_by_label("First day").fill("2025-03-05")
    dialog.get_by_label("Last day (included)").fill("2025-03-11")
    dialog.get_by_role("button", name="Write it down").click()
    says(page, "10 half-days saved.")
    expect(cell(page, "Brugnon", "Friday 7 March", "afternoon")).to_have_text("M")
    note = SickNote.objects.get()
    assert (note.starts_on, note.ends_before, note.received_on) == (date(2025, 3, 5), date(2025, 3, 12), None)
    page.get_by_role("button", name="Undo").click()
    says(page, "10 half-days as they were before.")
    expect(cell(page, "Brugnon", "Friday 7 March", "afternoon")).to_have_text("")
    assert not SickNote.objects.exists()


def test_last_week_again(open_grid: Open, page: Page) -> None:
    house = open_grid()
    before = date(2025, 2, 24)
    small.type_days(house.place, house.ada, before, "SOU")
    small.type_days(house.place, house.bruno, before, "CP")
    small.type_days(house.place, house.chloe, before, "EXT")
    small.type_days(house.place, house.chloe, MONDAY, "PRE", [0])
    page.reload()
    page.get_by_role("button", name="Copy last week").click()
    says(page, "3 half-days saved.")
    expect(cell(page, "Abricot", "Monday 3 March")).to_have_text("S")
    expect(cell(page, "Brugnon", "Monday 3 March")).to_have_text("")
    expect(cell(page, "Cerise", "Monday 3 March")).to_have_text("P")
    expect(cell(page, "Cerise", "Monday 3 March", "afternoon")).to_have_text("E")
    page.get_by_role("button", name="Copy last week").click()
    says(page, "Nothing to copy")


def test_a_month_closed_meanwhile_is_refused_with_its_sentence(open_grid: Open, page: Page) -> None:
    house = open_grid()
    close_month(establishment=house.place, month=date(2025, 3, 1), by=None, at=small.AT)
    page.get_by_role("button", name="All present this week").click()
    problems = page.locator("#grid-problems")
    expect(problems).to_contain_text("6 half-days refused: The month of 03/2025 is closed: 03/03/2025 can no longer")
    here = cell(page, "Abricot", "Monday 3 March")
    expect(here).to_have_text("")
    expect(here).to_have_attribute("aria-disabled", "true")
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    here.focus()
    page.keyboard.type("p")
    says(page, "This month is closed: it can no longer change.")
    assert not Entry.objects.exists()


def test_nothing_is_lost_when_the_server_does_not_answer(open_grid: Open, page: Page) -> None:
    open_grid()
    page.route("**/operations/", lambda route: route.abort())
    cell(page, "Abricot", "Monday 3 March").focus()
    page.keyboard.type("cp")
    expect(page.locator("#grid-problems")).to_contain_text("Not saved: the server does not answer.")
    expect(cell(page, "Abricot", "Monday 3 March")).to_have_text("CP")
    # The second attempt puts a sentence of its own in place of this one. Were the way opened before, both entries would be
    # saved without a click.
    first = page.locator("#grid-problems .alert").element_handle()
    page.keyboard.press("ArrowDown")
    page.keyboard.type("cp")
    page.wait_for_function("shown => !shown.isConnected", arg=first)
    page.unroute("**/operations/")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#grid-problems")).to_be_empty()
    says(page, "1 half-day saved.")
    expect(page.locator(".cell-saving")).to_have_count(0)
    assert Entry.objects.count() == 2


def test_an_instructor_undoes_over_what_she_may_not_see(open_grid: Open, page: Page) -> None:
    house = open_grid(Role.INSTRUCTOR)
    small.type_days(house.place, house.ada, MONDAY, "MAL", [0])
    page.reload()
    here = cell(page, "Abricot", "Monday 3 March")
    expect(here).to_have_text("A")
    here.focus()
    page.keyboard.type("p")
    page.keyboard.press("ArrowLeft")
    expect(here).to_have_text("P")
    page.get_by_role("button", name="Undo").click()
    expect(here).to_have_text("A")
    assert "Sickness" not in here.get_attribute("aria-label")
    assert Entry.objects.latest("received_at", "pk").segments.get().code.code == "MAL"


def test_no_violation_in_either_theme_nor_on_a_narrow_screen(open_grid: Open, page: Page) -> None:
    house = open_grid()
    small.type_days(house.place, house.ada, MONDAY, "MAL", notes_received=False)
    small.type_days(house.place, house.bruno, date(2025, 3, 8), "PRE", [0])
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.reload()
        assert violations(page) == [], scheme
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_line_of_a_signed_sheet_is_checked_while_it_is_typed(open_grid: Open, page: Page) -> None:
    open_grid(path="type-in/2025-03/")
    line = page.get_by_label("Abricot Ada")
    line.press_sequentially("P P/M X")
    expect(page.locator("#" + line.get_attribute("aria-describedby"))).to_contain_text("“X” is not a code here")
    line.fill("P P/M CP")
    expect(page.locator("#" + line.get_attribute("aria-describedby"))).to_contain_text(
        "6 half-days; 18 due days left, from Thursday 6 March."
    )
    assert violations(page) == []
    page.get_by_role("button", name="Save the sheet").click()
    expect(page.locator("#messages")).to_contain_text("6 half-days are saved.")


def test_on_a_telephone_the_grid_is_there_at_once_and_the_tools_behind_a_button(open_grid: Open, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_grid()
    box = page.locator(".grid-region").bounding_box()
    assert box is not None and box["y"] < 844 * 0.55
    tools = page.get_by_role("button", name="Choose and fill")
    copy = page.get_by_role("button", name="Copy last week")
    expect(copy).to_be_hidden()
    tools.press("Enter")
    expect(page.get_by_label("Workshop", exact=True)).to_be_visible()
    assert not violations(page)
    copy.click()
    expect(copy).to_be_hidden()
    says(page, "Nothing to copy")
    tools.click()
    page.get_by_role("button", name="Absence over several days…").click()
    expect(page.locator("dialog[open]")).to_be_visible()
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(tools).to_be_hidden()
    expect(copy).to_be_visible()
