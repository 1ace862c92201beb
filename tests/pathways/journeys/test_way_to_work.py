"""In Chromium: a way to work from the first look at the ESAT to a job, its support agreement and the return two years later."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from etabli.org.models import Establishment, User
from etabli.pathways.models import Placement, Return, SupportAgreement
from etabli.people.models import Person
from tests import workplace as small
from tests.pages.test_accessibility import RULES
from tests.support.conftest import PASSWORD


@pytest.fixture
def place(db: Any) -> Establishment:
    """Open since 2022: the half-days of the way are due."""
    since, rooms = date(2022, 1, 3), (small.org.WorkshopSpec("BLA", "Blanchisserie"),)
    opening = ((since, small.week_of(small.ALL_DAY)),)
    return small.workplace(association="Les Essais", workshops=rooms, places=((since, 100),), openings=opening)


@pytest.fixture
def ada(place: Establishment) -> Person:
    return small.engage(place, "7", last_name="Aulne", first_name="Ada", starts_on=date(2023, 1, 2), workshop="BLA")


class Way:
    """What an educator does on the way of one person."""

    def __init__(self, page: Page, root: str, place: Establishment, person: Person) -> None:
        self.page, self.address = page, f"{root}/{place.finess}/pathways/{person.pk}/"

    def sign_in(self, root: str, user: User) -> None:
        self.page.goto(f"{root}/accounts/login/")
        self.page.fill("input[name=login]", user.username)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda url: "login" not in url)

    def begin(self, device: str) -> None:
        """The form of a device, by keyboard, from the way of the person."""
        self.page.goto(self.address)
        self.page.get_by_role("link", name="Add a step").first.press("Enter")
        self.page.locator(f"a[href$='/placements/add/{device}/']").press("Enter")

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            field = self.page.locator(f"#id_{name}")
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button).press("Enter")

    def agree(self) -> None:
        self.press("Check, then agree")
        expect(self.page.get_by_role("heading", name="Agree on it", level=1)).to_be_visible()
        self.press("Agree")
        expect(self.page.get_by_text("The placement is agreed.")).to_be_visible()

    def printed(self, paper: str, word: str) -> None:
        """The paper of the placement that is shown says a word."""
        self.page.get_by_role("link", name=paper, exact=True).press("Enter")
        self.made(word)

    def made(self, word: str) -> None:
        """The PDF that the page makes says a word."""
        link = self.page.get_by_role("link", name="Make the PDF")
        expect(link).to_be_visible()
        answer = self.page.request.get(link.evaluate("link => link.href"))
        assert answer.body().startswith(b"%PDF")
        text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.body())).pages)
        assert word in " ".join(text.split())

    def faults(self) -> list[str]:
        """Of axe, in the light and in the dark theme."""
        found = []
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            answer = Axe().run(self.page, options=RULES[scheme])
            found += [f"{scheme} {row['id']} {row['nodes'][0]['html'][:200]}" for row in answer.response["violations"]]
        return found


@pytest.mark.django_db(transaction=True)
def test_a_way_from_the_first_look_to_a_job_and_back(
    live_server: Any, page: Page, place: Establishment, ada: Person, educator: User
) -> None:
    way = Way(page, live_server.url, place, ada)
    way.sign_in(live_server.url, educator)

    way.begin("mispe")
    assert way.faults() == []
    way.fill(starts_on="2022-11-07", last_day="2022-11-18", tutor="Noa Saule", post="Blanchisserie")
    way.press("Check, then agree")
    expect(page.get_by_text("say by whom")).to_be_visible()
    assert way.faults() == []
    way.fill(prescriber="mdph")
    way.agree()
    shown = page.url
    way.printed("Convention of the discovery", "Convention de mise en situation professionnelle en ESAT")
    assert way.faults() == []
    page.goto(shown)
    way.printed("Certificate", "L’ESAT atteste que Ada Aulne a effectué une mise en situation professionnelle en ESAT")

    way.begin("pmsmp")
    page.locator("#new-host > summary").press("Enter")
    way.fill(host="another", host_name="Garage Saule", host_town="Ville", objective="confirm")
    way.fill(starts_on="2023-03-06", last_day="2023-03-17", post="Lavage")
    way.press("Check, then agree")
    expect(
        page.get_by_text("20 half-days of March 2023 will be written “Work trial or placement outside” (STG).")
    ).to_be_visible()
    assert way.faults() == []
    way.press("Agree")
    expect(page.get_by_text("The placement is agreed.")).to_be_visible()
    shown = page.url
    way.printed("Summary sheet of the PMSMP", "Garage Saule")
    page.goto(shown)
    way.printed("Certificate", "Ada Aulne a effectué")

    way.begin("mad_individual")
    page.locator("#id_host").select_option(label="Garage Saule, Ville")
    way.fill(starts_on="2024-06-03", last_day="2024-06-14", signed_on="2024-05-27", post="Lavage", tutor="Lou Orme")
    way.agree()
    way.printed("Individual contract of secondment", "Contrat individuel de mise à disposition")

    way.begin("job")
    page.locator("#id_host").select_option(label="Garage Saule, Ville")
    way.fill(contract="cdi", starts_on="2024-09-02", last_day="", weekly_minutes="35", post="Agent de lavage")
    way.press("Save without checking")
    page.goto(way.address)
    page.get_by_role("link", name="Leaves the ESAT").press("Enter")
    way.fill(last_day="2024-09-01", destination="private", orientation_until="2028-06-30")
    page.locator("#id_job").select_option(index=1)
    way.press("Save")
    expect(page.get_by_role("heading", name="Exit", level=1)).to_be_visible()
    job = Placement.objects.get(device="job")
    page.goto(f"{live_server.url}/{place.finess}/pathways/placements/{job.pk}/agree/")
    way.press("Agree")
    page.get_by_role("link", name="Support agreement").press("Enter")
    way.fill(signed_on="2024-09-02", starts_on="2024-09-02", last_day="2025-09-01")
    way.press("Save")
    expect(page.get_by_text("The agreement is saved.")).to_be_visible()
    page.goto(f"{live_server.url}/{place.finess}/pathways/agreements/{SupportAgreement.objects.get().pk}/")
    way.made("Garage Saule")

    page.goto(f"{live_server.url}/{place.finess}/pathways/jobs/{job.pk}/reinforced/")
    way.fill(content="Chaque lundi, un point avec Lou Orme.", handed_on="2024-09-02")
    way.press("Save")
    expect(page.get_by_text("The document is saved.")).to_be_visible()
    way.made("un point avec Lou Orme")

    page.goto(f"{live_server.url}/{place.finess}/pathways/placements/{job.pk}/end/")
    way.fill(last_day="2026-09-01", outcome="interrupted")
    way.press("Save")
    expect(page.get_by_text("The placement is ended.")).to_be_visible()
    page.goto(way.address)
    page.get_by_role("link", name="Exit: Private company").press("Enter")
    page.get_by_role("link", name="The person comes back").press("Enter")
    way.fill(returned_on="2026-09-02")
    way.press("Save")
    expect(page.get_by_text("The return is written down.")).to_be_visible()
    assert Return.objects.get().by_right

    page.goto(way.address)
    for band in (
        "In the establishment",
        "Trying out",
        "At work elsewhere",
        "Jobs",
        "Support agreements",
        "Exits and returns",
    ):
        expect(page.get_by_role("img", name=band)).to_be_visible()
    assert way.faults() == []
