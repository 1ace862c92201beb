"""All that is held on a person, for her: every table, decrypted, in words and in JSON, and who saw it."""

from __future__ import annotations

import json
import stat
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.test import override_settings

from etabli.config.cli import main
from etabli.core.refusal import Refusal
from etabli.exchange.subject_file import contents, document, held_on, reads_of
from etabli.kit.models import AccessLog
from etabli.org.models import Establishment
from etabli.people.actions import erase_person
from etabli.people.models import Engagement, Person
from etabli.support.models import Share
from tests import workplace as small
from tests.people.test_erasing import SECRET, everything

WHO: dict[str, Any] = {"by": None, "at": small.AT}


@pytest.fixture
def place(db: Any) -> Establishment:
    return small.workplace(association="Les Essais")


def test_every_table_of_the_person_is_there_decrypted_and_nothing_of_another(
    place: Establishment, tmp_path: Path
) -> None:
    person, photo = everything(place, "1", SECRET)
    everything(place, "2", "Gardée")
    call_command("subject_file", str(person.pk), out=tmp_path / "hers")
    text = (tmp_path / "hers" / "subject-file.json").read_text(encoding="utf-8")
    told = json.loads(text)
    assert (told["schema"], told["version"]) == ("etabli-subject-file", 1)
    tables = {part["table"]: part["rows"] for part in told["parts"]}
    assert {"people_person", "attendance_entry", "person_half_day", "support_observation", "support_freevalue"} <= set(
        tables
    )
    assert tables["people_restriction"][0]["reason"] == tables["support_observation"][0]["text"] == SECRET
    assert tables["support_consent"][0]["purpose_id"]["name"] == "Conseil"
    assert len(tables["attendance_entry"]) == 10
    assert "Gardée" not in text and "gAAAA" not in text
    assert (tmp_path / "hers" / f"photo-{photo}.png").read_bytes() == b"\x89PNG\r\n\x1a\n"
    assert stat.S_IMODE((tmp_path / "hers" / "subject-file.json").stat().st_mode) == 0o600
    assert AccessLog.objects.get(what="exchange.subject_file").subjects == [str(person.pk)]


def test_the_pdf_is_tagged_and_says_its_title(place: Establishment, tmp_path: Path) -> None:
    person, _ = everything(place, "1", SECRET)
    call_command("subject_file", "1", establishment=place.finess, out=tmp_path / "hers")
    with pikepdf.open(tmp_path / "hers" / "subject-file.pdf") as opened:
        assert opened.Root.MarkInfo.Marked and str(opened.Root.Lang)
        with opened.open_metadata() as said:
            assert SECRET in str(said["dc:title"]) and said["pdfuaid:part"] == "1"


def test_long_tables_are_shortened_in_the_pdf_alone(place: Establishment) -> None:
    person = small.engage(place, "1")
    small.type_days(place, person, small.days_of(small.MARCH) + small.days_of(small.APRIL))
    found = held_on(person)
    entries = next(part for part in contents(person, found, [], small.AT)["parts"] if part["count"] > 80)
    assert len(entries["rows"]) == 60 and "60" in entries["note"]
    whole = document(person, found, [], small.AT)
    assert max(len(part["rows"]) for part in whole["parts"]) > 80


def test_who_saw_the_file_is_in_it(place: Establishment, tmp_path: Path) -> None:
    person, _ = everything(place, "1", SECRET)
    assert reads_of(person) == []
    call_command("subject_file", str(person.pk), out=tmp_path / "once")
    assert len(reads_of(person)) == 1
    told = json.loads((tmp_path / "once" / "subject-file.json").read_text(encoding="utf-8"))
    assert len(told["reads"]) == 1, "it is noted before it is written"


def test_the_file_of_someone_registered_nowhere_is_noted(place: Establishment, tmp_path: Path) -> None:
    person = Person.objects.create(last_name="Sureau", first_name="Alix", association=place.association)
    call_command("subject_file", str(person.pk), out=tmp_path / "hers")
    noted = AccessLog.objects.get(what="exchange.subject_file")
    assert (noted.subjects, noted.establishment_id) == ([str(person.pk)], None)


def test_what_opens_her_links_is_in_neither_file(place: Establishment, tmp_path: Path) -> None:
    person, _ = everything(place, "1", SECRET)
    share = Share.objects.get(person=person)
    call_command("subject_file", str(person.pk), out=tmp_path / "hers")
    text = (tmp_path / "hers" / "subject-file.json").read_text(encoding="utf-8")
    printed = json.dumps(contents(person, held_on(person), [], small.AT), ensure_ascii=False)
    for told in (text, printed):
        assert share.recipient in told
        assert share.token_digest not in told and share.secret not in told


@pytest.mark.parametrize(("who", "finess"), [("999999", ""), ("x", ""), ("²", ""), ("1", "000000000")])
def test_nobody_is_said(place: Establishment, tmp_path: Path, who: str, finess: str) -> None:
    with pytest.raises(Refusal, match="subject_file_nobody"):
        call_command("subject_file", who, establishment=finess, out=tmp_path / "x")


def test_nothing_that_is_there_is_overwritten(place: Establishment, tmp_path: Path) -> None:
    person = small.engage(place, "1")
    (tmp_path / "note.txt").write_text("mine")
    with pytest.raises(Refusal, match="subject_file_folder_taken"):
        call_command("subject_file", str(person.pk), out=tmp_path)


def test_a_lost_key_is_said_and_no_ciphertext_is_written(place: Establishment, tmp_path: Path) -> None:
    person, _ = everything(place, "1", SECRET)
    with (
        override_settings(FIELD_KEYS=[Fernet.generate_key().decode()]),
        pytest.raises(Refusal, match="subject_file_key_lost"),
    ):
        call_command("subject_file", str(person.pk), out=tmp_path / "x")
    assert not (tmp_path / "x" / "subject-file.json").exists()


def test_of_an_erased_person_counts_alone_are_left(place: Establishment) -> None:
    person, _ = everything(place, "1", SECRET)
    Engagement.objects.filter(person=person).update(ends_before=date(2025, 6, 1))
    erase_person(person=person, **WHO)
    person.refresh_from_db()
    tables = {one.part.model._meta.db_table for one in held_on(person)}
    assert "attendance_entry" in tables and "support_consent" not in tables and "people_restriction" not in tables
    assert SECRET not in json.dumps(document(person, held_on(person), [], small.AT), default=str)


def test_the_command_is_written_with_a_hyphen(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["subject-file", "--help"]) == 0
    assert "subject" in capsys.readouterr().out
    assert main(["help"]) == 0
    assert "subject-file" in capsys.readouterr().out
