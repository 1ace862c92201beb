"""The career passport: hers, in her words and in levels; never what the team wrote; as page, PDF and JSON."""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from etabli.config.cli import main
from etabli.core.refusal import Refusal
from etabli.exchange.passport.gathering import Passport, passport_of
from etabli.exchange.passport.paper import contents
from etabli.exchange.passport.portable import document
from etabli.kit.fields import EncryptedTextField
from etabli.kit.models import AccessLog
from etabli.org.grants import add_user
from etabli.org.models import Establishment
from etabli.org.states import Role
from etabli.people.actions import erase_person, save_certification
from etabli.people.models import Person
from etabli.support import actions
from etabli.support.models import PlanText
from etabli.support.states import Section
from tests import workplace as small
from tests.pathways.asking import recognise
from tests.people.test_erasing import everything
from tests.production import doing
from tests.support import knowing, planning

WHO: dict[str, Any] = {"by": None, "at": small.AT}
ON = small.AT.date()
DOC = Path(__file__).resolve().parents[2] / "docs" / "career-passport.md"


def filled(where: doing.Floor, number: str = "1") -> Person:
    """A person with something in each section."""
    person = small.engage(where.place, number, workshop="BLA", first_name="Lou", last_name="Noyer")
    planning.in_force(where.place, person)
    framework = knowing.published(where.place)
    knowing.rated(framework, person, {"PACK": 1, "COUNT": 0}, date(2025, 3, 1), comment="Staff comment")
    knowing.rated(framework, person, {"PACK": 2}, date(2026, 1, 10), task="Mise sous pli")
    knowing.rated(framework, person, {"PACK": 3}, date(2026, 1, 12), by_person=True)
    held = save_certification(person=person, name="CACES", issued_on=date(2025, 2, 1), expires_on=ON, **WHO)
    days = {"starts_on": date(2025, 2, 1), "ends_before": date(2025, 2, 4)}
    told = {
        "title": "Conduire",
        "minutes": 1260,
        "source": actions.TrainingSource(funder="Mécène"),
        "certificate": held,
    }
    actions.save_training(establishment=where.place, person=person, **told, **days, **WHO)
    recognise(where.place, person, validated_on=date(2025, 6, 2))
    recognise(where.place, person, "Pas encore")
    worked = [
        doing.work(where, person, where.packing, day=day, half=half)
        for day, half in ((doing.MONDAY, 0), (doing.MONDAY, 1), (doing.TUESDAY, 0), (date(2025, 3, 10), 0))
    ]
    doing.record_work(where, *worked)
    return person


@pytest.fixture
def floor(db: Any) -> Iterator[doing.Floor]:
    with translation.override("en"):
        yield doing.floor()


def made(where: doing.Floor, person: Person) -> Passport:
    return passport_of(person, [where.place], ON)


def test_each_section_tells_what_the_rooms_hold(floor: doing.Floor) -> None:
    told = document(made(floor, filled(floor)))
    assert (told["schema"], told["version"], told["made_on"]) == ("etabli-career-passport", 1, "2026-01-15")
    assert told["wishes"] == [{"text": planning.SECRET, "since": "2025-06-01", "place": floor.place.name}]
    pack, count = told["skills"]
    assert (pack["code"], pack["seen"]["rank"], pack["seen"]["day"], pack["seen"]["task"]) == (
        "PACK",
        2,
        "2026-01-10",
        "Mise sous pli",
    )
    assert (pack["told"]["rank"], pack["told"]["level"]) == (3, "Can teach")
    assert pack["framework"]["scale"] == [level.label for level in knowing.SCALE]
    assert (count["external_code"], count["seen"]["rank"], count["told"]) == ("100123", 0, None)
    assert told["trainings"][0] | {"place": ""} == {
        "title": "Conduire",
        "from": "2025-02-01",
        "to": "2025-02-03",
        "minutes": 1260,
        "certificate": "CACES",
        "place": "",
    }
    known = {"title": "Blanchisserie", "kind": "rae", "level": "full", "validated_on": "2025-06-02"}
    assert told["recognitions"] == [{**known, "place": floor.place.name}]
    assert told["certifications"] == [{"name": "CACES", "issued_on": "2025-02-01", "expires_on": "2026-01-15"}]
    task = {"name": "Mise sous pli", "from": "2025-03-03", "to": "2025-03-10", "weeks": 2, "half_days": 4}
    assert told["tasks"][0].items() >= task.items() and told["tasks"][0]["minutes"] == 4 * doing.FULL
    assert told["workplaces"] == [{"name": floor.place.name, "from": "2025-01-01", "to": None}]


def test_nothing_that_staff_wrote_is_in_it(floor: doing.Floor) -> None:
    """Every encrypted text of every room gets a mark; only her own words in a signed plan may be found again."""
    person, _ = everything(floor.place, "7", "Noyer")
    plan = planning.in_force(floor.place, person)
    actions.save_participant(plan=plan, name="Noé", role="family", **WHO)
    planning.meet(plan)
    planning.act(floor.place, person, note="x")
    framework = knowing.published(floor.place)
    knowing.rated(framework, person, {"PACK": 1, "COUNT": None}, date(2025, 3, 1), comment="x")
    PlanText.objects.create(plan=plan, section=Section.NEEDS, text="x", saved_at=small.AT)
    marked = 0
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, EncryptedTextField):
                rows = model._default_manager.all()
                rows = rows.exclude(section=Section.EXPECTATIONS) if model is PlanText else rows
                marked += rows.update(**{field.name: f"STAFF-{model.__name__}-{field.name}"}) > 0
    assert marked >= 10
    passport = made(floor, person)
    papers = [contents(passport, easy=easy) for easy in (False, True)]
    text = json.dumps([document(passport), papers], ensure_ascii=False)
    assert planning.SECRET in text and "Packs a box" in text
    assert re.findall(r"STAFF-\w+-\w+", text) == []


def test_a_draft_is_not_her_word_yet_and_the_last_signed_one_is(floor: doing.Floor) -> None:
    person = small.engage(floor.place, "1")
    plan = planning.begin(floor.place, person)
    assert made(floor, person).wishes == ()
    planning.aim(floor.place, person)
    planning.bring(plan, *planning.WAY)
    assert [wish.text for wish in made(floor, person).wishes] == [planning.SECRET]


def test_what_comes_later_is_left_out(floor: doing.Floor) -> None:
    person = small.engage(floor.place, "1")
    framework = knowing.published(floor.place)
    knowing.rated(framework, person, {"PACK": 1})
    actions.save_training(
        establishment=floor.place, person=person, title="Demain", starts_on=date(2026, 1, 16), minutes=60, **WHO
    )
    early = passport_of(person, [floor.place], date(2026, 1, 14))
    assert (early.skills, early.courses) == ((), ())
    late = passport_of(person, [floor.place], date(2026, 1, 16))
    assert (len(late.skills), len(late.courses)) == (1, 1)


def test_a_place_tells_only_what_it_holds(floor: doing.Floor) -> None:
    person = filled(floor)
    elsewhere = small.workplace(association="Ailleurs", finess=small.OTHER_NUMBER, name="Ailleurs")
    told = passport_of(person, [elsewhere], ON)
    assert (told.wishes, told.skills, told.tasks, told.courses, told.stays) == ((), (), (), (), ())


def test_an_erased_person_has_none(floor: doing.Floor) -> None:
    person, _ = everything(floor.place, "7", "Noyer")
    erase_person(person=person, **WHO)
    person.refresh_from_db()
    with pytest.raises(Refusal, match="passport_erased"):
        made(floor, person)


def test_as_many_queries_for_much_as_for_little(floor: doing.Floor, django_assert_num_queries: Any) -> None:
    one, much = small.engage(floor.place, "1"), filled(floor, "2")
    framework = knowing.published(floor.place)
    knowing.rated(framework, one, {"PACK": 1})
    doing.record_work(floor, doing.work(floor, one, floor.packing))
    for person in (one, much):
        with django_assert_num_queries(9):
            document(made(floor, person))


# ---------------------------------------------------------------- the PDF


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
@pytest.mark.parametrize("easy", [False, True])
def test_the_pdf_is_tagged_in_its_language(floor: doing.Floor, tmp_path: Path, language: str, easy: bool) -> None:
    person, out = filled(floor), tmp_path / "hers.pdf"
    call_command("passport", str(person.pk), out=out, language=language, easy=easy)
    with pikepdf.open(out) as opened:
        assert (str(opened.Root.Lang), bool(opened.Root.MarkInfo.Marked)) == (language, True)
        with opened.open_metadata() as said:
            assert "Lou Noyer" in str(said["dc:title"]) and said["pdfuaid:part"] == "1"


def test_the_easy_version_says_whose_the_drawings_are(floor: doing.Floor) -> None:
    easy, plain = (contents(made(floor, filled(floor, str(easy))), easy=easy) for easy in (True, False))
    assert "OpenMoji" in easy["credit"] and "CC BY-SA 4.0" in easy["credit"] and plain["credit"] == ""
    skills = next(section for section in easy["sections"] if section["code"] == "skills")
    assert skills["items"][0]["picture"] == "package"
    assert skills["items"][0]["lines"][0] == {"text": "Others saw: I do it alone.", "picture": "star"}
    assert {part["picture"] for section in plain["sections"] for part in section["items"]} == {""}


# ---------------------------------------------------------------- the command


def test_the_file_is_hers_alone_and_noted(floor: doing.Floor, tmp_path: Path) -> None:
    filled(floor)
    out = tmp_path / "hers.json"
    call_command("passport", "1", establishment=floor.place.finess, out=out)
    assert json.loads(out.read_text())["person"] == {"first_name": "Lou", "last_name": "Noyer"}
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert AccessLog.objects.get(what="exchange.passport_file").subjects


def test_that_of_someone_registered_nowhere_is_noted_and_before_it_is_written(
    floor: doing.Floor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = Person.objects.create(last_name="Sureau", first_name="Alix", association=floor.place.association)

    def fails(*given: Any) -> None:
        raise OSError("full")

    monkeypatch.setattr("etabli.exchange.management.commands.passport.write_new", fails)
    with pytest.raises(OSError, match="full"):
        call_command("passport", str(person.pk), out=tmp_path / "hers.json")
    noted = AccessLog.objects.get(what="exchange.passport_file")
    assert (noted.subjects, noted.establishment_id) == ([str(person.pk)], None)


@pytest.mark.parametrize(
    ("name", "code"),
    [("hers.txt", "passport_suffix"), ("there.json", "out_file_taken"), ("no/hers.json", "out_file_not_written")],
)
def test_a_file_that_cannot_be_is_refused(floor: doing.Floor, tmp_path: Path, name: str, code: str) -> None:
    small.engage(floor.place, "1")
    (tmp_path / "there.json").write_text("mine")
    with pytest.raises(Refusal, match=code):
        call_command("passport", "1", establishment=floor.place.finess, out=tmp_path / name)
    assert (tmp_path / "there.json").read_text() == "mine"
    assert not AccessLog.objects.filter(what="exchange.passport_file").exists()


def test_nobody_is_a_sentence(floor: doing.Floor, tmp_path: Path, capsys: Any) -> None:
    assert main(["passport", "999999", "--out", str(tmp_path / "x.pdf")]) == 1
    assert "999999" in capsys.readouterr().err


# ---------------------------------------------------------------- the page


def address(place: Establishment, person: Person, kind: str = "") -> str:
    values: dict[str, Any] = {"finess": place.finess, "pk": person.pk} | ({"kind": kind} if kind else {})
    return reverse("exchange:passport_file" if kind else "exchange:passport", kwargs=values)


def signed_in(place: Establishment, role: Role) -> Client:
    workshop = place.workshops.get(code="BLA") if role == Role.INSTRUCTOR else None
    client = Client(headers={"accept-language": "en"})
    client.force_login(
        add_user(username=str(role), role=role, establishment=place, workshop=workshop, by=None, at=small.AT)
    )
    return client


def test_the_page_shows_it_and_gives_the_files(floor: doing.Floor) -> None:
    person = filled(floor)
    client = signed_in(floor.place, Role.EDUCATOR)
    page = client.get(address(floor.place, person)).content.decode()
    assert planning.SECRET in page and "Packs a box" in page and "Staff comment" not in page and "Mécène" not in page
    pdf = client.get(address(floor.place, person, "pdf"), {"language": "nl", "easy": "on"})
    assert pdf.content.startswith(b"%PDF") and "attachment" in pdf["Content-Disposition"]
    told = client.get(address(floor.place, person, "json")).json()
    assert told["skills"][0]["title"] == "Packs a box"
    whats = AccessLog.objects.order_by("pk").values_list("what", "purpose")
    assert list(whats) == [
        ("exchange.passport", ""),
        ("exchange.passport_file", "pdf"),
        ("exchange.passport_file", "json"),
    ]
    assert client.get(address(floor.place, person, "exe")).status_code == 404
    assert client.get(address(floor.place, person, "pdf"), {"language": "xx"}).status_code == 404


def test_an_empty_passport_says_so(floor: doing.Floor) -> None:
    person = small.engage(floor.place, "1", starts_on=date(2099, 1, 1))
    page = signed_in(floor.place, Role.EDUCATOR).get(address(floor.place, person)).content.decode()
    assert "Rien dans le carnet pour l’instant" in page


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.SALES, Role.ADMINISTRATION, Role.AUDITOR])
def test_who_may_not_read_plans_finds_no_passport(floor: doing.Floor, role: Role) -> None:
    person = small.engage(floor.place, "1", workshop="BLA")
    client = signed_in(floor.place, role)
    for kind in ("", "pdf", "json"):
        assert client.get(address(floor.place, person, kind)).status_code == 404


# ---------------------------------------------------------------- what the document promises


def shape(value: Any) -> Any:
    """Keys and types; of a list that of its first row."""
    if isinstance(value, dict):
        return {key: shape(part) for key, part in value.items()}
    if isinstance(value, list):
        return [shape(part) for part in value[:1]]
    return type(value).__name__


def test_the_documented_example_has_the_keys_of_the_file(floor: doing.Floor) -> None:
    (example,) = re.findall(r"```json\n(.*?)```", DOC.read_text(encoding="utf-8"), re.DOTALL)
    assert shape(json.loads(example)) == shape(document(made(floor, filled(floor))))
