"""An instructor at her tablet, in a real browser: a team of twelve, a session yesterday, a PIN."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, expect

from etabli.attendance.models import Segment
from etabli.org.models import Establishment, User
from etabli.people.actions import save_people
from etabli.people.models import Person
from tests import workplace as at_work
from tests.tablet.conftest import COOKIE, NOW, TODAY, Tablet, instructor_of, tablet_of, workshops

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
PIN = "2468"
YESTERDAY = TODAY - timedelta(days=1)
NAMES = (
    "Ada Abricot", "Bruno Brugnon", "Chloé Cerise", "Driss Datte", "Eva Églantier", "Fatou Figue",
    "Gaël Grenade", "Hugo Houx", "Inès Iris", "Jules Jonc", "Karim Kaki", "Lina Lilas",
)  # fmt: skip
Opened = Callable[..., "Screen"]


@dataclass
class House:
    """`people`: the twelve of the laundry."""

    place: Establishment
    instructor: User
    people: list[Person]
    tablet: Tablet
    other: Person


@dataclass
class Screen:
    """The page of a tablet, and how often it was tapped."""

    page: Page
    house: House
    taps: int = 0
    problems: list[str] = field(default_factory=list)

    def tap(self, target: Locator | str, scope: Locator | None = None) -> None:
        """A touch on a button, by its name when that is what is given."""
        found = (
            (scope or self.page).get_by_role("button", name=target, exact=True) if isinstance(target, str) else target
        )
        found.click()
        self.taps += 1

    def go(self, place: str) -> None:
        self.tap(self.page.get_by_role("navigation").get_by_role("link", name=place))

    @property
    def sheet(self) -> Locator:
        return self.page.locator("#sheet")

    def tile(self, name: str) -> Locator:
        return self.page.locator("#view-team").get_by_role("button", name=name)

    def says(self, text: str) -> None:
        expect(self.page.locator("#said")).to_contain_text(text)

    def sent(self) -> None:
        expect(self.page.locator("#status-words")).to_have_text("All sent")

    def violations(self) -> list[tuple[str, str]]:
        found = Axe().run(self.page, options=RULES).response["violations"]
        return [(row["id"], row["nodes"][0]["html"][:160]) for row in found]


def house_of() -> House:
    place = at_work.workplace(association="Les Essais", workshops=workshops())
    rows = []
    for number, name in enumerate((*NAMES, "Zoé Zinnia"), 1):
        first, last = name.split()
        is_other = name not in NAMES
        groups = ("Red",) if number <= 4 else ()
        where = {"workshop": "EV" if is_other else "BLA", "groups": groups}
        rows.append(at_work.person_row("99" if is_other else str(number), first_name=first, last_name=last, **where))
    save_people(establishment=place, rows=rows, by=None, at=at_work.AT)
    people = {person.first_name: person for person in Person.objects.all()}
    *team, other = [people[row.first_name] for row in rows]
    instructor = instructor_of(place, "BLA")
    return House(place, instructor, team, tablet_of(place, instructor), other)


def session_yesterday(house: House, half: int = 0) -> None:
    """Everyone was there but Lina, who was on leave."""
    codes = {person.pk: "CP" if person.first_name == "Lina" else "PRE" for person in house.people}
    at_work.record(house.place, *[at_work.operation(person, YESTERDAY, half, code) for person, code in codes.items()])


def with_device(context: BrowserContext, url: str, tablet: Tablet) -> None:
    value = tablet.client.cookies[COOKIE].value
    context.add_cookies([{"name": COOKIE, "value": value, "url": url, "httpOnly": True, "sameSite": "Lax"}])


def unlock(page: Page, name: str = "Ada Monitrice", *, new: bool = True) -> None:
    page.get_by_role("button", name=name).click()
    page.get_by_label("Choose a PIN of 4 to 8 digits" if new else "Your PIN").fill(PIN)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="My team")).to_be_visible()
    expect(page.locator("#nav")).to_be_visible()


def picture(page: Page, name: str, *, height: int = 800) -> None:
    """Keep what is on the screen as `name`.`language`.png, 800 px wide, in the folder that ETABLI_PICTURES names, if any."""
    folder = os.environ.get("ETABLI_PICTURES")
    if not folder:
        return
    page.set_viewport_size({"width": 800, "height": height})
    page.evaluate("document.fonts.ready")
    language = page.locator("html").get_attribute("lang")
    page.screenshot(path=Path(folder) / f"{name}.{language}.png", animations="disabled", caret="hide")


def standing(house: House, day: date = TODAY, half: int = 0) -> dict[str, list[tuple[str, int | None]]]:
    """What stands for each person, by first name."""
    rows = Segment.objects.filter(entry__superseded_by=None, entry__day=day, entry__half=half).order_by("position")
    found: dict[str, list[tuple[str, int | None]]] = {}
    for name, code, minutes in rows.values_list("entry__person__first_name", "code__code", "minutes"):
        found.setdefault(name, []).append((code, minutes))
    return found


@pytest.fixture
def the_same_time(monkeypatch: pytest.MonkeyPatch, context: BrowserContext) -> None:
    """Server, its answers and browser agree on the moment."""
    monkeypatch.setattr("wsgiref.handlers.format_date_time", lambda _: format_datetime(NOW, usegmt=True))
    context.clock.install(time=NOW)


def is_a_problem(line: ConsoleMessage) -> bool:
    """A request that fails is no problem of the page: what it does then is what is tested."""
    return line.type == "error" and not line.text.startswith("Failed to load resource")


@pytest.fixture
def opened(the_same_time: None, live_server: Any, context: BrowserContext, page: Page) -> Iterator[Opened]:
    """Open the tablet of a house, unlocked; problems of the page are problems of the test."""
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda line: problems.append(line.text) if is_a_problem(line) else None)
    # The worker sends in the background too, whenever the browser likes, and no route of a page holds it. The tests of
    # losses leave it to it.
    page.add_init_script("delete ServiceWorkerRegistration.prototype.sync")

    def opening(house: House | None = None) -> Screen:
        house = house or house_of()
        with_device(context, live_server.url, house.tablet)
        page.goto(f"{live_server.url}/tablet/")
        unlock(page)
        return Screen(page, house, problems=problems)

    yield opening
    assert problems == []
