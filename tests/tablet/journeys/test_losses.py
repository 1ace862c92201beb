"""Nothing acknowledged is lost, nothing is doubled: real browsers killed, a real server stopped, replies dropped, clocks
wrong, cookies lost, two tablets on the same people."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Playwright, expect

from tests.config.conftest import SQLITE_ONLY, Cli
from tests.config.conftest import ready as ready_folder
from tests.config.test_serve import free_port
from tests.tablet.journeys.conftest import PIN
from tests.tablet.journeys.losses import ACT, PERSONS, Place, Tablet, made_by, placed

pytestmark = [pytest.mark.browser, pytest.mark.slow, SQLITE_ONLY]
CYCLES = 20
CODES = ("PRE", "CP", "MAL", "FOR", "INJ")
A_DAY = 24 * 3600.0


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> tuple[Path, dict[str, Any]]:
    """The data folder that each test gets a copy of."""
    cli = ready_folder(tmp_path_factory.mktemp("made") / "home", "losses")
    return cli.home, made_by(cli)


@pytest.fixture
def place(made: tuple[Path, dict[str, Any]], playwright: Playwright, tmp_path: Path) -> Iterator[Place]:
    cli = Cli(tmp_path / "home")
    shutil.copytree(made[0], cli.home)
    with placed(cli, made[1], playwright, tmp_path, free_port()) as place:
        yield place


def ask(place: Place, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(place.cli.home / "etabli.sqlite3", timeout=20)) as connection:
        return connection.execute(sql).fetchall()


def kept_by_the_server(place: Place) -> Counter[str]:
    """Every act the server has, as applied, as late or as held; how often."""
    tables = ("attendance_entry", "attendance_lateoperation", "tablet_heldoperation")
    return Counter(str(row[0]).replace("-", "") for table in tables for row in ask(place, f"SELECT id FROM {table}"))


def assert_nothing_lost_or_doubled(place: Place) -> None:
    kept = kept_by_the_server(place)
    acknowledged = {key.replace("-", "") for key in place.acknowledged()}
    lost = acknowledged - set(kept)
    assert not lost, f"{len(lost)} of {len(acknowledged)} acknowledged acts are lost"
    assert set(kept.values()) <= {1}
    # One chain a half-day: each entry supersedes another, none is superseded twice.
    current = "SELECT person_id, day, half FROM attendance_entry e WHERE NOT EXISTS "
    current += "(SELECT 1 FROM attendance_entry later WHERE later.supersedes_id = e.id)"
    rows = ask(place, current)
    assert len(rows) == len(set(rows))


def enrolled(tablet: Tablet) -> Page:
    """The first time: online, with a PIN."""
    page = tablet.start()
    page.get_by_role("button", name="Mona Mélèze").click()
    page.get_by_label("Choose a PIN").fill(PIN)
    page.keyboard.press("Enter")
    expect(page.locator("#tiles button")).to_have_count(PERSONS)
    page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("caches.keys().then((names) => names.length > 0)")
    return page


def ready(page: Page) -> Page:
    """Opened; a clock that jumped locked it, and the PIN opens it."""
    author = page.get_by_role("button", name="Mona Mélèze")
    expect(author.or_(page.locator("#tiles button").first)).to_be_visible()
    if author.is_visible():
        chosen(page, author)
        page.get_by_label("Your PIN").fill(PIN)
        page.keyboard.press("Enter")
    expect(page.locator("#tiles button")).to_have_count(PERSONS)
    return page


def chosen(page: Page, author: Locator) -> None:
    """Her name is tapped; once more only when nothing came of it, and then with what the page says."""
    author.click()
    try:
        expect(page.locator("#gate-form")).to_be_visible(timeout=5_000)
    except AssertionError:
        print("nothing came of a tap on the name:", page.locator("body").inner_text())
        author.click()


def all_sent(page: Page) -> None:
    expect(page.locator("#status-words")).to_have_text("All sent")


def test_thirty_acts_offline_a_kill_a_cold_start_two_tabs_and_a_dropped_reply(place: Place) -> None:
    tablet = place.tablets[0]
    page = enrolled(tablet)
    place.proxy.mode = "down"
    place.stop()
    for number in range(30):
        page.evaluate(ACT, [f"P{number % PERSONS + 1:02}", CODES[number // PERSONS], 0])
    expect(page.locator("#status-words")).to_have_text("Saved on this tablet · 30 waiting")
    tablet.note(at_least=30)
    assert len(tablet.acknowledged) == 30
    tablet.kill()

    page = ready(tablet.start())
    expect(page.locator("#status-words")).to_have_text("Saved on this tablet · 30 waiting")
    expect(page.locator("#team-count")).to_contain_text("of 12 present")
    second = ready(tablet.another_tab())
    expect(second.locator("#status-words")).to_have_text("Saved on this tablet · 30 waiting")
    # The cookie against forged requests had not reached the disk, or has: either way.
    tablet.context.clear_cookies(name="csrftoken")

    place.serve()
    place.proxy.mode = "drop"
    for one in (page, second):
        one.evaluate("window.dispatchEvent(new Event('online'))")
    all_sent(page)
    all_sent(second)
    assert place.proxy.dropped == 1
    assert_nothing_lost_or_doubled(place)
    assert ask(place, "SELECT COUNT(*) FROM attendance_entry") == [(30,)]
    standing = "SELECT c.code FROM attendance_entry e JOIN attendance_segment s ON s.entry_id = e.id "
    standing += "JOIN attendance_code c ON c.id = s.code_id WHERE NOT EXISTS "
    standing += "(SELECT 1 FROM attendance_entry later WHERE later.supersedes_id = e.id)"
    assert Counter(row[0] for row in ask(place, standing)) == {"MAL": 6, "CP": 6}
    assert page.locator("#to-decide").is_hidden()


@pytest.mark.parametrize("thrown_away", ["IndexedDB", "WebStorage"])
def test_a_memory_that_the_browser_threw_away(place: Place, thrown_away: str) -> None:
    """What Chromium does at its start when a kill tore the last record of a file: the other copy has it all."""
    tablet = place.tablets[0]
    page = enrolled(tablet)
    place.proxy.mode = "down"
    for number in range(5):
        page.evaluate(ACT, [f"P{number + 1:02}", "CP", 0])
    expect(page.locator("#status-words")).to_have_text("Saved on this tablet · 5 waiting")
    tablet.kill()
    folder = tablet.folder / "Default" / thrown_away
    assert folder.is_dir()
    shutil.rmtree(folder)

    page = ready(tablet.start())
    expect(page.locator("#status-words")).to_have_text("Saved on this tablet · 5 waiting")
    page.evaluate(ACT, ["P06", "CP", 0])
    expect(page.locator("#status-words")).to_have_text("Saved on this tablet · 6 waiting")
    tablet.kill()
    page = ready(tablet.start())
    place.proxy.mode = "pass"
    page.evaluate("window.dispatchEvent(new Event('online'))")
    all_sent(page)
    assert ask(place, "SELECT COUNT(*) FROM attendance_entry") == [(6,)]


def test_two_tablets_on_one_person(place: Place) -> None:
    """The newest act stands; the tablet that was late hears of both values and decides."""
    one, other = place.tablets
    first, second = enrolled(one), enrolled(other)
    place.proxy.cut_off = one.cookie["value"].split(":")[0]
    first.evaluate(ACT, ["P01", "CP", 0])
    expect(first.locator("#status-words")).to_contain_text("1 waiting")
    second.evaluate(ACT, ["P01", "MAL", 0])
    all_sent(second)
    place.proxy.cut_off = ""
    first.evaluate("window.dispatchEvent(new Event('online'))")
    expect(first.locator("#to-decide")).to_have_text("1 to decide")
    first.locator("#status").click()
    conflict = first.locator("#list-conflict")
    expect(conflict).to_contain_text("The other one is newer, and stands.")
    expect(conflict.locator("[data-f=mine]")).to_have_text("Annual leave")
    conflict.get_by_role("button", name="Keep mine").click()
    expect(first.locator("#waiting-none")).to_be_visible()
    for tablet in place.tablets:
        tablet.note()
    assert_nothing_lost_or_doubled(place)
    assert ask(place, "SELECT COUNT(*) FROM attendance_entry") == [(2,)]
    assert ask(place, "SELECT COUNT(*) FROM attendance_lateoperation") == [(1,)]


def test_random_cycles(place: Place) -> None:
    """Twenty times: a tablet opens from cold with a server there or not, acts, and is killed at any moment."""
    seed = random.randrange(2**32)
    print("seed", seed)
    chance = random.Random(seed)
    for tablet in place.tablets:
        enrolled(tablet)
        tablet.kill()
    began = time.monotonic()
    for cycle in range(CYCLES):
        tablet = chance.choice(place.tablets)
        place.proxy.mode = chance.choice(("pass", "down", "drop"))
        clock = chance.choice((0.0, 0.0, A_DAY, -A_DAY))
        page = ready(tablet.start(clock=clock))
        if chance.random() < 0.5:
            tablet.context.clear_cookies(name="csrftoken")
        for _ in range(chance.randint(1, 6)):
            page.evaluate(
                ACT, [f"P{chance.randint(1, PERSONS):02}", chance.choice(CODES), chance.choice((0, 0, -1, 1))]
            )
        if chance.random() < 0.5:
            place.proxy.mode = "pass"
            time.sleep(chance.random() * 0.3)
        tablet.note()
        tablet.kill()
        print(cycle, tablet.folder.name, place.proxy.mode, clock, len(place.acknowledged()))
    print(f"{CYCLES} cycles in {time.monotonic() - began:.1f} s, {place.proxy.dropped} replies dropped")
    place.proxy.mode = "pass"
    for tablet in place.tablets:
        page = ready(tablet.start())
        expect(page.locator("#status-words")).to_have_text("All sent")
        tablet.kill()
    print(json.dumps({"acknowledged": len(place.acknowledged()), "kept": sum(kept_by_the_server(place).values())}))
    assert len(place.acknowledged()) >= CYCLES
    assert_nothing_lost_or_doubled(place)
