"""Observations, the handover log, intervention reports, who joins a team: on the tablet, with what the server makes of it."""

from __future__ import annotations

import io
import re
import struct
import zlib
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from etabli.attendance.models import Entry
from etabli.org.states import Role
from etabli.people.models import Person
from etabli.production.models import HandoverMessage, InterventionReport
from etabli.support.models import Observation
from tests.tablet.conftest import TODAY, instructor_of
from tests.tablet.journeys.conftest import Opened, Screen, house_of
from tests.tablet.journeys.test_work import with_activities

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONGEST_SIDE = 1280


def picture(width: int, height: int) -> bytes:
    """A PNG with a text chunk, as a camera would leave one."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        body = kind + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    rows = b"".join(b"\0" + bytes((30, 90, 80)) * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    made = io.BytesIO(b"\x89PNG\r\n\x1a\n")
    made.seek(0, io.SEEK_END)
    for kind, content in (
        (b"IHDR", header),
        (b"tEXt", b"GPS\0secret place"),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ):
        made.write(chunk(kind, content))
    return made.getvalue()


def size_of_jpeg(content: bytes) -> tuple[int, int]:
    """(width, height) from its frame header."""
    at = 2
    while at < len(content):
        marker, length = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])[0]
        if 0xC0 <= marker <= 0xC3:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    raise AssertionError("no frame in the JPEG")


def photos() -> list[Path]:
    return [path for path in (Path(settings.HOME) / "files").rglob("*") if path.is_file()]


def test_an_observation_with_a_photo_made_small(opened: Opened) -> None:
    house = house_of()
    with_activities(house)
    screen = opened(house)
    before = set(photos())
    screen.tap(screen.tile("Ada"))
    screen.sheet.get_by_role("link", name="Observe").click()
    view = screen.page.locator("#view-observe")
    expect(view.get_by_label("About")).to_have_value(str(house.people[0].pk))
    screen.tap("Save the observation", view)
    expect(view.get_by_role("alert")).to_contain_text("Write something")
    view.get_by_role("group", name="What was seen").get_by_role("button").first.click()
    view.get_by_label("In words").fill("Did the whole round\u00a0alone.")
    view.get_by_label("At which task").select_option(label="Fold towels")
    photo = view.get_by_label("Photo")
    photo.set_input_files({"name": "note.txt", "mimeType": "image/png", "buffer": b"not a picture"})
    screen.tap("Save the observation", view)
    expect(view.get_by_role("alert")).to_contain_text("This file is not a photo")
    photo.set_input_files({"name": "large.png", "mimeType": "image/png", "buffer": picture(2000, 500)})
    screen.tap("Save the observation", view)
    screen.says("Observation about Ada Abricot saved")
    screen.sent()
    seen = Observation.objects.get()
    assert (seen.person, seen.day, seen.half, seen.task) == (house.people[0], TODAY, 0, "Fold towels")
    assert seen.text == "Did the whole round alone." and seen.pictogram
    (kept,) = set(photos()) - before
    content = kept.read_bytes()
    assert content.startswith(b"\xff\xd8") and b"secret" not in content and b"Exif" not in content
    assert size_of_jpeg(content) == (LONGEST_SIDE, 320)


def test_a_message_to_a_role_is_read_and_done(opened: Opened) -> None:
    screen = opened()
    screen.go("Log")
    view = screen.page.locator("#view-log")
    expect(view.get_by_text("No health detail")).to_be_visible()
    view.get_by_label("For", exact=True).select_option(label="Head of service")
    view.get_by_label("Message").fill("The press leaks again.\nCalled the fitter.")
    screen.tap("Write it in the log", view)
    line = view.locator("#messages li")
    expect(line).to_contain_text("The press leaks again.")
    screen.tap("It is done", line)
    expect(line).to_contain_text("done")
    screen.sent()
    message = HandoverMessage.objects.get()
    assert message.to_role == Role.HEAD_OF_SERVICE and "Called" in message.text
    assert message.marks.filter(mark="done").count() == 1


def test_a_report_with_a_signature_drawn_and_typed(opened: Opened) -> None:
    house = house_of()
    with_activities(house)
    screen = opened(house)
    screen.tap("All present")
    screen.go("More")
    screen.page.locator("#view-more").get_by_role("link", name="Intervention report").click()
    view = screen.page.locator("#view-intervention")
    screen.tap("Save the report", view)
    expect(view.get_by_role("alert")).to_contain_text("Say where it was")
    view.get_by_label("Where").fill("Town park, north gate")
    view.get_by_label("What was done").select_option(label="Deliver linen")
    view.get_by_label("From", exact=True).fill("08:30")
    view.get_by_label("Until").fill("11:00")
    for name in ("Ada Abricot", "Bruno Brugnon"):
        view.get_by_role("button", name=name).click()
    expect(view.get_by_label("Ada Abricot")).to_have_value("150")
    view.get_by_label("Bruno Brugnon").last.fill("120")
    view.get_by_label("Problem met").fill("Gate was shut.")
    view.get_by_label("Name of who signs").fill("Jeanne Jardin")
    assert screen.violations() == []
    view.locator("canvas").scroll_into_view_if_needed()
    box = view.locator("canvas").bounding_box()
    assert box is not None
    screen.page.mouse.move(box["x"] + 20, box["y"] + 20)
    screen.page.mouse.down()
    screen.page.mouse.move(box["x"] + 120, box["y"] + 60, steps=5)
    screen.page.mouse.up()
    screen.tap("Save the report", view)
    screen.says("Report of Town park, north gate saved")
    screen.sent()
    report = InterventionReport.objects.get()
    assert (report.site, report.started, report.ended, report.signer) == (
        "Town park, north gate",
        510,
        660,
        "Jeanne Jardin",
    )
    assert report.signature is not None


def test_someone_joins_offline_and_is_written_down_at_once(opened: Opened) -> None:
    screen = opened()
    page = screen.page
    page.route("**/tablet/sync", lambda route: route.abort())
    screen.go("More")
    page.locator("#view-more").get_by_role("link", name="Add someone").click()
    view = page.locator("#view-join")
    view.get_by_label("First name").fill("Zoé")
    view.get_by_label("Staff number").fill("99")
    screen.tap("Add", view)
    expect(page).to_have_url(re.compile("#team$"))
    screen.tap(screen.tile("Zoé"))
    screen.tap("Present in the workshop", screen.sheet)
    page.unroute("**/tablet/sync")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    screen.sent()
    assert Entry.objects.get().person == screen.house.other
    # Loaded anew, she is there under her own key.
    expect(screen.tile("Zoé Zinnia")).to_contain_text("Present")


def test_a_wrong_name_is_refused_in_words(opened: Opened) -> None:
    screen = opened()
    page = screen.page
    page.goto(page.url.split("#")[0] + "#join")
    view = page.locator("#view-join")
    view.get_by_label("First name").fill("Nobody")
    view.get_by_label("Staff number").fill("99")
    screen.tap("Add", view)
    expect(page.locator("#to-decide")).to_have_text("1 to decide")
    page.locator("#status").click()
    expect(page.locator("#list-refused li")).to_have_count(1)
    expect(page.locator("#list-refused .wrong")).not_to_be_empty()
    assert Person.objects.count() == 13


def test_a_team_is_taken_for_the_day(opened: Opened) -> None:
    house = house_of()
    screen = opened(house)
    page = screen.page
    expect(page.locator("#tiles button")).to_have_count(12)
    page.goto(page.url.split("#")[0] + "#join")
    page.get_by_label("Team of the workshop").select_option(label="Espaces verts")
    screen.tap("Take this team")
    screen.go("Team")
    expect(screen.tile("Zoé Zinnia")).to_be_visible()
    expect(page.locator("#tiles button")).to_have_count(13)


def screens(screen: Screen) -> list[str]:
    return ["team", "work", "observe", "log", "more", "intervention", "join", "waiting", "settings"]


WIDE = "() => document.documentElement.scrollWidth - window.innerWidth"
SMALL = """() => [...document.querySelectorAll("a, button, select, input, textarea, summary")]
  .filter((one) => one.checkVisibility() && !one.closest(".unseen"))
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([one, box]) => box.width && (box.height < 43.5 || box.width < 43.5) && one.type !== "checkbox")
  .map(([one, box]) => `${one.outerHTML.slice(0, 90)} ${box.width}×${box.height}`)"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_accessible_on_every_screen_and_width(opened: Opened, theme: str) -> None:
    house = house_of()
    with_activities(house)
    screen = opened(house)
    page = screen.page
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    screen.tap("All present")
    address = page.url.split("#")[0]
    for name in screens(screen):
        page.goto(f"{address}#{name}")
        expect(page.locator(f"#view-{name}")).to_be_visible()
        assert screen.violations() == [], name
        for width in (390, 800, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(WIDE) <= 0, (name, width)
            assert page.evaluate(SMALL) == [], (name, width)
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(f"{address}#team")
    screen.tap(screen.tile("Ada"))
    for summary in screen.sheet.locator("summary").all():
        summary.click()
    assert screen.violations() == []
    assert page.evaluate(WIDE) <= 0
    assert page.evaluate(SMALL) == []
    page.keyboard.press("Escape")
    page.goto(f"{address}#settings")
    screen.tap("Lock")
    expect(page.get_by_role("heading", name="Who are you?")).to_be_visible()
    assert screen.violations() == []


def test_two_instructors_share_a_tablet(opened: Opened) -> None:
    house = house_of()
    second = instructor_of(house.place, "BLA", name="seconde")
    screen = opened(house)
    page = screen.page
    screen.tap(screen.tile("Ada"))
    screen.tap("Sickness", screen.sheet)
    screen.sent()
    from etabli.tablet.actions import enrol  # noqa: PLC0415 - only here
    from tests.tablet.conftest import NOW  # noqa: PLC0415

    enrol(device=house.tablet.device, user=second, by=second, at=NOW)
    page.goto(page.url.split("#")[0] + "#settings")
    screen.tap("Lock")
    page.get_by_role("button", name="Ada Seconde").click()
    page.locator("#gate-pin").fill("1357")
    page.keyboard.press("Enter")
    expect(screen.tile("Ada")).to_contain_text("absent")
    screen.tap(screen.tile("Bruno"))
    screen.tap("Present in the workshop", screen.sheet)
    screen.sent()
    authors = dict(Entry.objects.values_list("person__first_name", "author"))
    assert authors == {"Ada": house.instructor.pk, "Bruno": second.pk}


def test_the_tablet_in_another_language(opened: Opened) -> None:
    screen = opened()
    page = screen.page
    page.goto(page.url.split("#")[0] + "#settings")
    page.get_by_label("Language of this tablet").select_option(label="Français")
    screen.tap("Change the language")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.goto(page.url.split("#")[0] + "#team")
    expect(page.get_by_role("button", name="Tous présents")).to_be_visible()
    expect(page.locator("#day, .day").first).to_contain_text("mercredi 12 mars")
