"""The pages of the contract: what each shows, to whom, what is refused beside which field, what may be taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from etabli.cpom.actions.dossiers import freeze_dossier
from etabli.cpom.actions.objectives import Aim
from etabli.cpom.models import BasinRow, Contract, Dossier, Objective, RegionalTarget, Statement
from etabli.cpom.queries.figures import of_few
from etabli.cpom.states import OTHER
from etabli.cpom.views import context, contracts, dossiers, progress
from etabli.kit import charts
from etabli.kit.models import AccessLog
from etabli.org.models import Establishment
from etabli.org.states import Role
from etabli.people.models import Person, Registration, WorkGroup
from tests import workplace as small
from tests.cpom import promised
from tests.cpom.promised import TODAY
from tests.once import made_once
from tests.pages.markup import Page

pytestmark = pytest.mark.django_db
world = made_once(promised.world)


@pytest.fixture(autouse=True)
def stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is one day for every page, and no thread is left behind."""
    monkeypatch.setattr(charts, "warm", lambda: None)
    for module in (context, contracts, dossiers, progress):
        monkeypatch.setattr(module, "today", lambda: TODAY)


@pytest.fixture
def place(world: Any) -> Establishment:
    return Establishment.objects.get(pk=world["place"].pk)


@pytest.fixture
def contract(place: Establishment) -> Contract:
    return promised.contract(place)


@pytest.fixture
def director(place: Establishment) -> Client:
    return promised.client(place)


def url(place: Establishment, name: str, **keys: Any) -> str:
    return reverse(f"cpom:{name}", kwargs={"finess": place.finess, **keys})


def text_of(answer: Any) -> str:
    """The words of a page that is well made."""
    assert answer.status_code == 200
    page = Page(answer.content.decode())
    assert list(page.whole()) == []
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def terms(**changes: Any) -> dict[str, Any]:
    usual = {
        "starts_on": "2025-01-01",
        "source": "CPOM, fiche 1",
        "wording": "Occuper les places",
        "measure": "occupancy_rate",
        "direction": "at_least",
        "target": "95,5 %",
        "horizon": "yearly",
    }
    return usual | changes


def test_without_a_contract_the_page_says_what_to_do(place: Establishment, director: Client) -> None:
    assert "Add a contract" in text_of(director.get(url(place, "contracts")))
    reader = promised.client(place, Role.AUDITOR)
    page = text_of(reader.get(url(place, "contracts")))
    assert "No contract yet" in page and "Add a contract" not in page


def test_a_contract_is_written_down_and_then_opened(place: Establishment, director: Client) -> None:
    values = {"name": "CPOM", "starts_on": "2025-01-01", "last_day": "2029-12-31"}
    page = text_of(director.post(url(place, "contract_add"), values, follow=True))
    row = Contract.objects.get()
    assert row.ends_before == date(2030, 1, 1) and "No objective yet" in page and "day of signature" in page
    again = director.post(url(place, "contract_add"), values)
    assert list(again.context["form"].errors) == ["name"] and "Correct the one that is there" in text_of(again)


def test_an_objective_is_typed_as_the_contract_words_it(contract: Contract, director: Client) -> None:
    place = contract.establishment
    add = url(place, "objective_add", contract=contract.pk)
    page = text_of(director.post(add, terms(target_2026="96"), follow=True))
    assert "Occuper les places" in page and "at least 95.50 %" in page and "2026: at least 96.00 %" in page
    wrong = director.post(add, terms(target="much"))
    assert list(wrong.context["form"].errors) == ["target"] and "Occuper les places" in text_of(wrong)
    wrong = director.post(add, terms(target="201"))
    assert list(wrong.context["form"].errors) == ["target"]


def test_what_is_amended_is_filled_in_and_the_versions_stand_below_each_other(
    contract: Contract, director: Client
) -> None:
    row, place = promised.objective(contract), contract.establishment
    amend = url(place, "objective_amend", objective=row.pk)
    form = director.get(amend).context["form"]
    assert form["target"].value() == "95" and form["wording"].value() == "Occuper les places"
    page = text_of(director.post(amend, terms(starts_on="2026-01-01", source="Avenant 1", target="97"), follow=True))
    assert page.index("Avenant 1") < page.index("CPOM, fiche 1") and "at least 97.00 %" in page
    early = director.post(amend, terms(starts_on="2025-06-01"))
    assert list(early.context["form"].errors) == ["starts_on"]
    drop = url(place, "objective_withdraw", objective=row.pk)
    page = text_of(director.post(drop, {"starts_on": "2027-01-01", "source": "Avenant 2"}, follow=True))
    assert "withdrawn" in page and "Amend" not in page


def test_the_unit_someone_typed_never_acts(contract: Contract, director: Client) -> None:
    row = promised.objective(contract, measure=OTHER, unit="<script>x</script>", aim=Aim(words="two"))
    page = text_of(director.get(url(contract.establishment, "statement", objective=row.pk, year=2025)))
    assert "<script>x" not in page and "&lt;script&gt;x" in page


def test_progress_shows_value_target_standing_and_the_door_to_how_it_is_counted(
    contract: Contract, director: Client
) -> None:
    place = contract.establishment
    promised.objective(contract)
    promised.regional(place)
    page = text_of(director.get(url(place, "progress", contract=contract.pk)))
    assert "9.33 %" in page and "at least 95.00 %" in page and "Not met" in page
    assert "at least 98.00 %" in page and "prevails" in page and "PRS 2023-2028" in page
    assert f"/{place.finess}/figures/occupancy_rate/?first=2025-01&amp;last=2025-12" in page
    assert "Provisional figures" in page
    register = text_of(director.get(url(place, "contract", contract=contract.pk)))
    assert "at least 98.00 %" in register and "prevails" in register


def test_progress_of_nothing_says_so(contract: Contract, director: Client) -> None:
    assert "No objective yet" in text_of(director.get(url(contract.establishment, "progress", contract=contract.pk)))


def test_what_is_said_of_a_year_stands_on_the_page(contract: Contract, director: Client) -> None:
    row, place = (
        promised.objective(contract, measure=OTHER, unit="partners", aim=Aim(words="two")),
        contract.establishment,
    )
    say = url(place, "statement", objective=row.pk, year=2025)
    empty = director.post(say, {"value": "", "met": "", "comment": ""})
    assert list(empty.context["form"].errors) == ["comment"]
    values = {"value": "two partners", "met": "yes", "comment": "Signed in June"}
    page = text_of(director.post(say, values, follow=True))
    assert "two partners" in page and "Signed in June" in page and "Met" in page
    assert Statement.objects.get().said_by is not None


def test_an_objective_set_for_a_person_is_shown_to_those_who_may_see_her_and_noted(
    contract: Contract, director: Client, world: Any
) -> None:
    place, person = contract.establishment, Person.objects.get(pk=world["people"][0].pk)
    row = promised.objective(contract, who={"person": person}, wording="Her own way", measure="headcount", aim=Aim(1))
    path = url(place, "progress", contract=contract.pk)
    assert "Her own way" in text_of(director.get(path)) and str(person) in text_of(director.get(path))
    assert AccessLog.objects.filter(what="cpom.progress", subjects=[str(person.pk)]).exists()
    auditor = promised.client(place, Role.AUDITOR)
    for name in ("progress", "contract"):
        page = text_of(auditor.get(url(place, name, contract=contract.pk)))
        assert "Her own way" not in page and str(person) not in page
    for name in ("objective", "chart"):
        assert auditor.get(url(place, name, objective=row.pk)).status_code == 404


def test_who_audits_reads_a_dossier_once_it_is_frozen(contract: Contract) -> None:
    place, draft = contract.establishment, promised.dossier(contract)
    auditor, clerk = (promised.client(place, role) for role in (Role.AUDITOR, Role.ADMINISTRATION))
    register = url(place, "contract", contract=contract.pk)
    pages = [url(place, name, dossier=draft.pk) for name in ("dossier", "dossier_paper")]
    assert [auditor.get(page).status_code for page in pages] == [404, 404]
    assert draft.title not in text_of(auditor.get(register)) and draft.title in text_of(clerk.get(register))
    assert draft.title in text_of(clerk.get(pages[0]))
    freeze_dossier(row=draft, **promised.WHO)
    assert [auditor.get(page).status_code for page in pages] == [200, 200]
    assert draft.title in text_of(auditor.get(register))


def test_an_objective_of_few_persons_is_for_those_who_may_see_them(
    contract: Contract, director: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = contract.establishment
    for number in range(3, 15):
        small.engage(place, str(number), workshop="BLA" if number < 9 else "EV")
    rooms = {row.code: row for row in place.workshops.all()}
    row = promised.objective(contract, who={"workshop": rooms["EV"]}, wording="All of the green", measure="headcount")
    alone = WorkGroup.objects.create(establishment=place, name="Alone")
    alone.registrations.add(Registration.objects.filter(establishment=place).first())
    few = promised.objective(contract, who={"work_group": alone}, wording="One of them", measure="headcount")
    auditor = promised.client(place, Role.AUDITOR)
    papers = []
    monkeypatch.setattr("etabli.cpom.papers.dialogue", lambda _, objectives, **__: papers.append(objectives) or b"%PDF")
    for reader, seen in ((director, True), (auditor, False)):
        page = text_of(reader.get(url(place, "progress", contract=contract.pk)))
        assert "All of the green" in page and ("One of them" in page) == seen
        assert (reader.get(url(place, "objective", objective=few.pk)).status_code == 200) == seen
        reader.get(url(place, "dialogue", contract=contract.pk))
        (held,) = reader.get(url(place, "contracts")).context["page"].object_list
        assert held.number == (2 if seen else 1)
    assert papers == [[row], [row]]


def test_what_is_left_of_the_house_is_not_of_few_either(contract: Contract) -> None:
    """Six in one workshop and three in another: who knows the house and the six knows the three."""
    place = contract.establishment
    for number in range(3, 10):
        small.engage(place, str(number), workshop="BLA" if number < 8 else "EV")
    rooms = {row.code: row for row in place.workshops.all()}
    rows = [promised.objective(contract, who={"workshop": rooms[code]}) for code in ("BLA", "EV")]
    assert of_few(place) == {row.pk for row in rows}


@pytest.mark.parametrize("name", ["contract", "progress"])
def test_twenty_objectives_cost_as_many_queries_as_one(contract: Contract, director: Client, name: str) -> None:
    def counted() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert director.get(url(contract.establishment, name, contract=contract.pk)).status_code == 200
        return len(seen)

    promised.objective(contract)
    counted()
    one = counted()
    for _ in range(19):
        promised.objective(contract)
    assert counted() == one


def test_a_long_list_is_cut_into_pages(contract: Contract, director: Client) -> None:
    for number in range(21):
        promised.objective(contract, measure=OTHER, wording=f"Promise {number + 1}.", aim=Aim(words="x"))
    path = url(contract.establishment, "progress", contract=contract.pk)
    first, second = text_of(director.get(path)), text_of(director.get(f"{path}?page=2"))
    assert "Promise 20." in first and "Promise 21." not in first and "Promise 21." in second


@pytest.mark.slow
def test_two_years_are_drawn(contract: Contract, director: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    row = promised.objective(contract, measure="headcount", aim=Aim(2))
    monkeypatch.setattr(progress, "today", lambda: date(2026, 3, 15))
    page = text_of(director.get(url(contract.establishment, "progress", contract=contract.pk)))
    chart = url(contract.establishment, "chart", objective=row.pk)
    assert chart in page
    drawing = director.get(chart)
    assert drawing["Content-Type"] == "image/svg+xml" and "<svg" in drawing.content.decode()


@pytest.mark.slow
def test_the_paper_of_the_dialogue_names_nobody(
    contract: Contract, director: Client, world: Any, tmp_path: Any
) -> None:
    place, person = contract.establishment, world["people"][0]
    promised.objective(contract, comment="A word of context")
    promised.objective(contract, who={"person": person}, wording="Her own way", measure="headcount", aim=Aim(1))
    promised.regional(place)
    promised.basin(place)
    answer = director.get(url(place, "dialogue", contract=contract.pk))
    file = tmp_path / "dialogue.pdf"
    file.write_bytes(answer.content)
    pdf = PdfReader(file)
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).replace("\u00a0", " ").split())
    assert 1 <= len(pdf.pages) <= 4
    for words in ("Occuper les places", "9.33 %", "A word of context", "Unemployment", "7.4 %", "prevails"):
        assert words in text
    assert "Her own way" not in text and str(person) not in text


def test_a_target_of_the_region_is_typed_removed_and_brought_back(place: Establishment, director: Client) -> None:
    values = {
        "code": "occupancy_rate",
        "direction": "at_least",
        "value": "98",
        "starts_on": "2025-01-01",
        "last_day": "2028-12-31",
        "source": "PRS",
    }
    page = text_of(director.post(url(place, "regional_add"), values, follow=True))
    assert "at least 98.00 %" in page and "Holds today" in page
    twice = director.post(url(place, "regional_add"), values)
    assert list(twice.context["form"].errors) == ["starts_on"]
    row = RegionalTarget.objects.get()
    changed = director.post(url(place, "regional_edit", regional=row.pk), values | {"value": "97,5"}, follow=True)
    assert "at least 97.50 %" in text_of(changed)
    page = director.post(url(place, "regional_remove", regional=row.pk), follow=True)
    assert "The target is removed" in text_of(page) and not RegionalTarget.objects.exists()
    director.post(url(place, "regional_restore"), {"token": page.context["undo"]["token"]})
    back = RegionalTarget.objects.get()
    assert (back.value, back.ends_before) == (9750, date(2029, 1, 1))


def test_a_number_of_the_basin_is_removed_and_brought_back(place: Establishment, director: Client) -> None:
    assert "No number on the job basin yet" in text_of(director.get(url(place, "basin")))
    row = promised.basin(place)
    assert "7.4 %" in text_of(director.get(url(place, "basin")))
    page = director.post(url(place, "basin_remove", basin=row.pk), follow=True)
    assert not BasinRow.objects.exists()
    director.post(url(place, "basin_restore"), {"token": page.context["undo"]["token"]})
    assert BasinRow.objects.get().value == 7_400


def test_a_dossier_is_begun_borne_out_frozen_and_then_shows_what_changed(
    contract: Contract, director: Client, world: Any
) -> None:
    place = contract.establishment
    values = {"title": "Four places", "starts_on": "2025-01-01", "last_day": "2025-12-31", "chosen": ["occupancy_rate"]}
    page = text_of(director.post(url(place, "dossier_add", contract=contract.pk), values, follow=True))
    row = Dossier.objects.get()
    assert "9.33 %" in page and "No evidence is referred to" in page
    proof = url(place, "evidence_add", dossier=row.pk)
    assert "Deliberation" in text_of(director.post(proof, {"title": "Deliberation"}, follow=True))
    page = director.post(url(place, "evidence_remove", evidence=row.evidence.get().pk), follow=True)
    director.post(url(place, "evidence_restore", dossier=row.pk), {"token": page.context["undo"]["token"]})
    assert row.evidence.get().title == "Deliberation"
    freeze = url(place, "dossier_freeze", dossier=row.pk)
    assert list(director.post(freeze, {}).context["form"].errors) == ["sure"]
    page = text_of(director.post(freeze, {"sure": "on"}, follow=True))
    assert "Nothing has changed since" in page and "Change the dossier" not in page
    small.type_days(place, world["people"][1], date(2025, 4, 7))
    page = text_of(director.get(url(place, "dossier", dossier=row.pk)))
    assert "frozen 9.33 %, now 9.56 %" in page
    refused = director.post(url(place, "dossier_edit", dossier=row.pk), values)
    assert "is frozen: it is never changed" in text_of(refused)


def test_a_draft_is_removed_only_when_one_is_sure(contract: Contract, director: Client) -> None:
    row = promised.dossier(contract)
    remove = url(contract.establishment, "dossier_remove", dossier=row.pk)
    assert list(director.post(remove, {}).context["form"].errors) == ["sure"]
    director.post(remove, {"sure": "on"})
    assert not Dossier.objects.exists()


def test_a_head_of_service_writes_and_does_not_freeze(contract: Contract) -> None:
    place, row = contract.establishment, promised.dossier(contract)
    head = promised.client(place, Role.HEAD_OF_SERVICE)
    assert head.get(url(place, "dossier_edit", dossier=row.pk)).status_code == 200
    assert head.get(url(place, "dossier_freeze", dossier=row.pk)).status_code == 404
    assert Objective.objects.count() == 0
