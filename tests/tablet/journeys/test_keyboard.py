"""Every act of the tablet by keyboard alone: each thing is reached by Tab, has its role and its name, and is seen when it
has the focus."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from etabli.attendance.actions import Operation
from etabli.attendance.models import Entry
from etabli.production.models import HandoverMessage, InterventionReport, Output
from etabli.support.models import Observation
from tests import workplace as at_work
from tests.tablet.conftest import NOW, TODAY
from tests.tablet.journeys.conftest import PIN, Opened, Screen, house_of, session_yesterday
from tests.tablet.journeys.test_presence import standing
from tests.tablet.journeys.test_work import tasks_yesterday, with_activities, work_today

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MOST_STEPS = 120
SEEN = """() => {
  const here = document.activeElement;
  const label = here.matches("input[type=checkbox]") ? here : here.closest("a, button, input, select, textarea, summary") ?? here;
  const style = getComputedStyle(label);
  const box = label.getBoundingClientRect();
  const ring = style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2;
  const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return { ring, shown: label.contains(middle) || middle?.contains(label) === true, what: label.outerHTML.slice(0, 120) };
}"""


@dataclass
class Keys:
    """A person at a keyboard: she walks by Tab and presses keys; nothing is touched."""

    screen: Screen

    @property
    def page(self) -> Page:
        return self.screen.page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def to(
        self, role: Any, name: str, scope: Locator | None = None, *, exact: bool = True, back: bool = False
    ) -> Locator:
        """Walk until the thing of this role and name has the focus, which is seen."""
        found = (scope or self.page).get_by_role(role, name=name, exact=exact)
        expect(found).to_have_count(1)
        self.walk(found, back=back)
        return found

    def walk(self, found: Locator, *, back: bool = False) -> None:
        for _ in range(MOST_STEPS):
            if found.evaluate("one => one === document.activeElement"):
                break
            self.press("Shift+Tab" if back else "Tab")
        else:
            raise AssertionError(f"not reached: {found}")
        seen = self.page.evaluate(SEEN)
        assert seen["ring"] and seen["shown"], seen

    def push(self, name: str, scope: Locator | None = None, *, exact: bool = True, back: bool = False) -> None:
        """A button, by the space bar."""
        self.to("button", name, scope, exact=exact, back=back)
        self.press("Space")

    def follow(self, name: str, scope: Locator | None = None) -> None:
        """A link, by Enter."""
        self.to("link", name, scope)
        self.press("Enter")

    def write(self, name: str, text: str, scope: Locator | None = None, *, exact: bool = False) -> None:
        self.to("textbox", name, scope, exact=exact)
        self.press("Control+a")
        self.page.keyboard.type(text)

    def pick(self, name: str, label: str, scope: Locator | None = None, *, exact: bool = False) -> None:
        """One of a list, by the arrows."""
        found = self.to("combobox", name, scope, exact=exact)
        self.press("Home")
        for _ in range(MOST_STEPS):
            if found.evaluate("one => one.selectedOptions[0].label").endswith(label):
                return
            self.press("ArrowDown")
        raise AssertionError(f"no choice {label!r}")

    def into(self, label: str, digits: str, scope: Locator) -> None:
        """A day or an hour, as its parts are typed in this browser."""
        self.walk(scope.get_by_label(label, exact=True))
        self.page.keyboard.type(digits)

    def open(self, summary: str, scope: Locator) -> None:
        self.walk(scope.locator("summary", has_text=summary))
        self.press("Enter")

    def go(self, place: str) -> None:
        """By the navigation; its heading has the focus then."""
        self.to("link", place, self.page.get_by_role("navigation", name="Places"))
        self.press("Enter")

    def heading(self, name: str) -> None:
        expect(self.page.get_by_role("heading", level=1, name=name, exact=True)).to_be_focused()

    def person(self, name: str) -> Locator:
        """Her sheet is open, and says so."""
        self.push(name, self.page.locator("#view-team"), exact=False)
        dialog = self.page.get_by_role("dialog", name=name)
        expect(dialog).to_be_visible()
        return dialog

    def reason(self, sheet: Locator, name: str) -> None:
        self.push(name, sheet.get_by_role("group", name="What the half-day is"))


@pytest.fixture
def keys(opened: Opened) -> Keys:
    house = house_of()
    session_yesterday(house)
    tasks_yesterday(house, with_activities(house))
    return Keys(opened(house))


def test_presence(keys: Keys) -> None:
    screen, page = keys.screen, keys.page
    keys.push("All present")
    screen.says("12 made present")
    sheet = keys.person("Bruno Brugnon")
    expect(sheet.get_by_role("button", name="Present in the workshop")).to_have_attribute("aria-pressed", "true")
    keys.reason(sheet, "Sickness")
    expect(sheet).to_be_hidden()
    expect(screen.tile("Bruno Brugnon")).to_be_focused()
    sheet = keys.person("Ada Abricot")
    keys.push("30\u00a0min", sheet.get_by_role("group", name="Came late by"))
    expect(sheet.get_by_role("alert")).to_contain_text("Now tap the reason")
    keys.reason(sheet, "Unjustified absence")
    sheet = keys.person("Chloé Cerise")
    keys.push("15\u00a0min", sheet.get_by_role("group", name="Left early by"))
    sheet = keys.person("Driss Datte")
    keys.push("2 days", sheet.get_by_role("group", name="Notice given"))
    keys.push("Document received", sheet)
    expect(sheet.get_by_role("button", name="Document received")).to_have_attribute("aria-pressed", "true")
    keys.push("Annual leave", sheet, back=True)
    sheet = keys.person("Eva Églantier")
    keys.press("Escape")
    expect(sheet).to_be_hidden()
    expect(screen.tile("Eva Églantier")).to_be_focused()
    keys.push("Undo", page.get_by_role("banner"), back=True)
    expect(screen.tile("Driss Datte")).to_contain_text("Present")
    screen.sent()
    found = standing(screen.house)
    assert found["Bruno"] == [("MAL", None)] and found["Ada"] == [("INJ", 30), ("PRE", None)]
    assert found["Chloé"] == [("PRE", None), ("INJ", 15)] and found["Driss"] == [("PRE", None)]


def test_sickness_over_several_days_and_another_half_day(keys: Keys) -> None:
    screen = keys.screen
    sheet = keys.person("Bruno Brugnon")
    keys.open("Several days", sheet)
    keys.into("Last day (included)", "03172025", sheet)
    keys.pick("Reason", "Sickness", sheet.locator("#sheet-range"), exact=True)
    keys.push("Write these days", sheet)
    screen.says("Bruno Brugnon: 8 half-days written")
    keys.push("The day after", back=True)
    expect(screen.tile("Bruno Brugnon")).to_contain_text("Sickness")
    keys.push("Afternoon")
    expect(keys.page.get_by_role("button", name="Afternoon")).to_have_attribute("aria-pressed", "true")
    keys.push("Now")
    screen.sent()
    assert standing(screen.house, date(2025, 3, 17), 1) == {"Bruno": [("MAL", None)]}


def test_work_and_what_was_made(keys: Keys) -> None:
    screen, page = keys.screen, keys.page
    keys.push("Same as last time")
    screen.says("Taken over from Tuesday 11 March, morning")
    keys.go("Work")
    keys.heading("Work")
    keys.push("Choose people Deliver linen")
    chooser = page.get_by_role("dialog", name="Deliver linen")
    keys.push("Ada Abricot", chooser.get_by_role("group", name="People"), exact=False)
    keys.push("Save", chooser)
    screen.says("1 person on Deliver linen")
    keys.push("Count Fold towels")
    pad = page.get_by_role("dialog", name="Fold towels")
    digits = pad.get_by_role("group", name="Digits")
    for digit in "50":
        keys.push(digit, digits)
    keys.write("Rejected", "4", pad.locator("#pad-fields"))
    keys.push("Save", pad)
    expect(pad.get_by_role("alert")).to_contain_text("Say why some were rejected")
    keys.pick("Why rejected", "Stain", pad)
    keys.write("Chloé Cerise Good", "11", pad)
    keys.write("Eva Églantier Good", "9", pad)
    expect(pad.get_by_role("button", name="As agreed")).to_have_attribute("aria-pressed", "true")
    keys.push("Save", pad)
    expect(page.locator("#activities")).to_contain_text("50 pieces, 4 rejected")
    expect(page.get_by_role("button", name="Count Fold towels")).to_be_focused()
    keys.push("Correct Fold towels", back=True)
    keys.push("Take this count back", pad)
    expect(page.locator("#activities")).not_to_contain_text("rejected")
    keys.push("Undo", page.get_by_role("banner"), back=True)
    expect(page.locator("#activities")).to_contain_text("50 pieces, 4 rejected")
    screen.sent()
    assert work_today(screen.house)["Ada"] == [("Deliver linen", None)]
    assert Output.objects.filter(rule="agreed", cause__code="STAIN", good=50_000, rejected=4_000).exists()


def test_observation_and_log(keys: Keys) -> None:
    screen = keys.screen
    keys.go("Observe")
    keys.heading("Observe")
    view = keys.page.locator("#view-observe")
    keys.pick("About", "Ada Abricot", view)
    seen = view.get_by_role("group", name="What was seen").get_by_role("button").nth(2)
    keys.walk(seen)
    keys.press("Space")
    expect(seen).to_have_attribute("aria-pressed", "true")
    keys.write("In words", "Did the whole round alone.", view)
    keys.pick("At which task", "Fold towels", view)
    keys.push("Save the observation", view)
    screen.says("Observation about Ada Abricot saved")
    keys.go("Log")
    keys.heading("Handover log")
    view = keys.page.locator("#view-log")
    keys.pick("For", "Head of service", view, exact=True)
    keys.write("Message", "The press leaks again.", view)
    keys.push("Write it in the log", view)
    keys.push("It is done", view, back=True)
    expect(view.locator("#messages li")).to_contain_text("done")
    screen.sent()
    observation = Observation.objects.get()
    assert observation.pictogram and observation.text and observation.task == "Fold towels"
    assert HandoverMessage.objects.get().marks.filter(mark="done").exists()


def test_a_report_signed_by_a_typed_name(keys: Keys) -> None:
    screen, page = keys.screen, keys.page
    keys.push("All present")
    keys.go("More")
    keys.heading("More")
    keys.follow("Intervention report")
    keys.heading("Intervention report")
    view = page.locator("#view-intervention")
    keys.write("Where", "Town park", view)
    keys.pick("What was done", "Deliver linen", view)
    keys.into("From", "0830AM", view)
    keys.into("Until", "1100AM", view)
    keys.push("Ada Abricot", view.get_by_role("group", name="Who was there"))
    keys.write("Problem met", "Gate was shut.", view)
    keys.write("Name of who signs", "Jeanne Jardin", view)
    keys.push("Save the report", view)
    screen.says("Report of Town park saved")
    screen.sent()
    report = InterventionReport.objects.get()
    assert (report.started, report.ended, report.signer, report.signature) == (510, 660, "Jeanne Jardin", None)


def test_someone_joins_and_a_team_is_taken(keys: Keys) -> None:
    screen, page = keys.screen, keys.page
    keys.go("More")
    keys.follow("Add someone, take a team")
    keys.heading("Add someone, take a team")
    view = page.locator("#view-join")
    keys.write("First name", "Zoé", view)
    keys.write("Staff number", "99", view)
    keys.press("Enter")
    keys.heading("My team")
    expect(screen.tile("Zoé")).to_be_visible()
    keys.go("More")
    keys.follow("Add someone, take a team")
    keys.pick("Team of the workshop", "Espaces verts", view)
    keys.push("Take this team", view)
    screen.sent()
    keys.go("Team")
    expect(screen.tile("Zoé Zinnia")).to_be_visible()


def test_deciding_locking_and_logging_out(keys: Keys) -> None:
    screen, page, house = keys.screen, keys.page, keys.screen.house
    at_the_office(screen)
    sheet = keys.person("Ada Abricot")
    keys.reason(sheet, "Annual leave")
    expect(page.locator("#to-decide")).to_have_text("1 to decide")
    keys.walk(page.locator("#status"), back=True)
    keys.press("Enter")
    keys.heading("What waits, what was refused")
    keys.push("Keep theirs")
    screen.says("Theirs is kept")
    screen.sent()
    assert standing(house)["Ada"] == [("FOR", None)]
    page.route("**/tablet/sync", lambda route: route.abort())
    keys.go("Team")
    keys.reason(keys.person("Bruno Brugnon"), "Sickness")
    expect(page.locator("#status-words")).to_have_text("Saved on this tablet · 1 waiting")
    keys.walk(page.locator("#status"), back=True)
    keys.press("Enter")
    keys.to("button", "Send now")
    # Only now: the tablet sends by itself too, and then there is nothing left to send.
    page.unroute("**/tablet/sync")
    keys.press("Space")
    screen.sent()
    keys.go("More")
    keys.follow("This tablet")
    keys.heading("This tablet")
    keys.push("Lock")
    keys.push("Ada Monitrice", exact=False)
    expect(page.get_by_label("Your PIN")).to_be_focused()
    page.keyboard.type(PIN)
    keys.press("Enter")
    expect(page.locator("#nav")).to_be_visible()
    keys.go("More")
    keys.follow("This tablet")
    keys.push("Log out of this tablet")
    asked = page.get_by_role("dialog", name="Log out of this tablet?")
    keys.push("Cancel", asked)
    expect(page.get_by_role("button", name="Log out of this tablet")).to_be_focused()
    keys.press("Space")
    keys.push("Log out", asked)
    expect(page.get_by_text("Nobody is enrolled on this tablet yet")).to_be_visible()


def at_the_office(screen: Screen) -> None:
    """Somebody wrote that person meanwhile."""
    act: Operation = at_work.operation(screen.house.people[0], TODAY, 0, "FOR", acted_at=NOW - timedelta(minutes=1))
    at_work.record(screen.house.place, act, at=NOW)
    assert Entry.objects.filter(pk=act.id).exists()
