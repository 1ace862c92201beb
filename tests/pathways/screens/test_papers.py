"""The papers of a placement: what each says in French, what it leaves to be filled in, told before it is made; tagged PDF."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from etabli.core.refusal import Refusal
from etabli.kit.models import AccessLog
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.pathways.models import Placement
from etabli.pathways.papers.common import TO_FILL
from etabli.pathways.papers.placements import paper_of
from etabli.pathways.rules.papers import PaperKind, check_paper, papers_of
from etabli.pathways.states import Device
from etabli.pathways.wording.papers import GAPS
from etabli.people.models import Person
from tests import workplace as small
from tests.once import made_once
from tests.pathways.placing import host, placed
from tests.support.conftest import client_of, user_of

DAY = date(2025, 3, 1)


@dataclass
class World:
    place: Establishment
    person: Person
    director: User
    rows: dict[str, Placement]


def _world() -> World:
    place = small.workplace(association="Les Essais", siret="99900020100015")
    person = small.engage(place, "1", last_name="Aulne", first_name="Ada", birth_date=date(1990, 5, 4))
    where = host(place, "Menuiserie Lilas", contact="Noa Saule, gérante")
    told: dict[str, Any] = {"post": "Ponçage", "tutor": "Lou Orme", "weekly_minutes": 1050, "host": where}
    pattern = {"pattern": "11000000000000", "pattern_anchor": date(2025, 3, 3)}
    rows = {
        "mispe": placed(place, person, "mispe", prescriber="mdph", **{**told, "host": None}),
        "pmsmp": placed(place, person, "pmsmp", objective="confirm", **told),
        "internship": placed(place, person, "internship", **told),
        "mad_individual": placed(place, person, "mad_individual", **told, **pattern),
        "mad_collective": placed(place, person, "mad_collective", team="Six travailleurs", **told),
        "bare": placed(place, person, "mad_individual", ends_before=None),
    }
    return World(place, person, user_of(place, Role.DIRECTOR), rows)


world = made_once(_world)
pytestmark = pytest.mark.django_db


def read(world: World, row: str, kind: str) -> PdfReader:
    address = reverse("pathways:paper_file", args=[world.place.finess, world.rows[row].pk, kind])
    answer = client_of(world.director).get(address)
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    return PdfReader(BytesIO(answer.content))


def words(pdf: PdfReader) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pdf.pages))


# ---------------------------------------------------------------- which, and when


def test_each_device_has_its_papers() -> None:
    assert papers_of(Device.JOB) == papers_of(Device.SERVICE) == ()
    assert {kind for device in Device for kind in papers_of(device)} == set(PaperKind)


def test_a_certificate_is_made_when_the_last_day_is_past() -> None:
    check_paper(PaperKind.CERTIFICATE, Device.PMSMP, over=True)
    with pytest.raises(Refusal) as refused:
        check_paper(PaperKind.CERTIFICATE, Device.PMSMP, over=False)
    assert refused.value.code == "paper_before_its_end"
    with pytest.raises(Refusal) as refused:
        check_paper(PaperKind.CERTIFICATE, Device.JOB, over=True)
    assert refused.value.code == "paper_of_other_device"


# ---------------------------------------------------------------- what each says


def test_the_individual_contract_has_the_six_contents_of_its_article(world: World) -> None:
    """CASF R344-17: names; work, place and hours; billing; support; medical surveillance; adaptation."""
    text = words(read(world, "mad_individual", "secondment"))
    titles = ("Travailleur mis à disposition", "Nature du travail, lieu et horaires", "Base de facturation")
    titles += ("Soutien assuré par l’ESAT", "Surveillance médicale", "Mesures d’adaptation")
    places = [text.index(f"{number}. {title}") for number, title in enumerate(titles, start=1)]
    assert places == sorted(places)
    for word in (
        "Ada Aulne",
        "Ponçage",
        "17 h 30",
        "Lundi",
        "Lou Orme",
        "3 mars 2025",
        "14 mars 2025",
        "CDAPH",
        "MDPH",
    ):
        assert word in text, word


def test_the_collective_contract_says_how_many_and_names_nobody(world: World) -> None:
    text = words(read(world, "mad_collective", "team_secondment"))
    assert "Six travailleurs" in text and "Aulne" not in text and "1990" not in text
    assert "6. Mesures d’adaptation" in text


def test_the_convention_of_a_discovery_names_who_prescribed_it_and_says_that_it_is_not_paid(world: World) -> None:
    text = words(read(world, "mispe", "discovery"))
    assert "(MDPH)" in text and "ne donne pas lieu à rémunération" in text and "Lou Orme" in text


def test_the_sheet_of_a_trial_has_one_objective_and_is_no_official_form(world: World) -> None:
    text = words(read(world, "pmsmp", "immersion"))
    assert "Confirmer un projet professionnel" in text and "Découvrir un métier" not in text
    assert "ne remplace pas la convention officielle" in text and "Menuiserie Lilas" in text


def test_the_certificate_says_what_was_done_where_and_when(world: World) -> None:
    text = words(read(world, "internship", "certificate"))
    assert "Ada Aulne a effectué un stage chez Menuiserie Lilas, du 3 mars 2025 au 14 mars 2025" in text
    assert "Attestation de stage" in text


def test_every_paper_of_every_device_opens_with_its_title_and_the_person_unless_it_names_nobody(world: World) -> None:
    opened = [(name, kind) for name, row in world.rows.items() for kind in papers_of(row.device)]
    assert {kind for _, kind in opened} == set(PaperKind)
    for name, kind in opened:
        text = words(read(world, name, kind))
        assert paper_of(kind, world.rows[name], DAY).title in text, (name, kind)
        assert ("Aulne" in text) == (kind != PaperKind.TEAM_SECONDMENT), (name, kind)


def test_the_certificate_of_a_placement_that_is_no_internship_is_not_called_one(world: World) -> None:
    text = words(read(world, "pmsmp", "certificate"))
    assert "Attestation de mise en situation" in text and "stage" not in text


def test_a_paper_is_tagged_and_french_whatever_the_language_of_the_reader(world: World) -> None:
    assert world.director.language == "en"
    pdf = read(world, "pmsmp", "immersion")
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "fr" and "/StructTreeRoot" in root


# ---------------------------------------------------------------- what is missing


def test_what_is_not_known_is_told_before_and_left_as_a_line(world: World) -> None:
    paper = paper_of("secondment", world.rows["bare"], DAY)
    gaps = paper.gaps()
    assert {"host", "post", "tutor", "last_day", "billing", "support", "medical", "adaptation"} <= set(gaps)
    assert set(gaps) <= set(GAPS)
    address = reverse("pathways:paper", args=[world.place.finess, world.rows["bare"].pk, "secondment"])
    text = client_of(world.director).get(address).content.decode()
    assert f"{len(gaps)} lines to fill in by hand" in text
    for code in gaps:
        assert str(GAPS[code]) in text
    assert words(read(world, "bare", "secondment")).count(TO_FILL) == sum(not fact.value for fact in paper.facts())


def test_what_is_known_is_no_gap(world: World) -> None:
    gaps = paper_of("secondment", world.rows["mad_individual"], DAY).gaps()
    assert gaps == ["house_address", "house_signer", "billing", "support", "medical", "adaptation"]


def test_every_gap_of_every_paper_has_its_words(world: World) -> None:
    for row in world.rows.values():
        for kind in papers_of(row.device):
            assert set(paper_of(kind, row, DAY).gaps()) <= set(GAPS)


# ---------------------------------------------------------------- refused


def test_a_paper_of_another_device_or_of_no_name_is_not_there(world: World) -> None:
    client = client_of(world.director)
    for kind in ("secondment", "nothing"):
        args = [world.place.finess, world.rows["pmsmp"].pk, kind]
        assert client.get(reverse("pathways:paper_file", args=args)).status_code == 404
    args = [world.place.finess, world.rows["pmsmp"].pk, "secondment"]
    assert "belongs to another kind of placement" in client.get(reverse("pathways:paper", args=args)).content.decode()


def test_reading_a_paper_is_noted(world: World) -> None:
    read(world, "internship", "certificate")
    assert AccessLog.objects.filter(what="pathways.paper").exists()
