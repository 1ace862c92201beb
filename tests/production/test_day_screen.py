"""The work of a day on screen, as a sheet, and written on the desktop."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from etabli.attendance.actions import close_month
from etabli.kit.models import AccessLog
from etabli.org.states import Role
from etabli.people.models import WorkshopStay
from etabli.production.models import Output, WorkEntry
from etabli.production.queries import standing_outputs, standing_work
from tests import workplace as small
from tests.production.conftest import House, text_of
from tests.production.doing import (
    MONDAY,
    TUESDAY,
    A,
    M,
    facts,
    minutes,
    output,
    record_output,
    record_work,
    team,
    work,
)

pytestmark = pytest.mark.django_db
DAY = "?day=2025-03-03"


@pytest.fixture
def busy(house: House) -> House:
    """Both of the laundry pack all morning; one labels in the afternoon; 240 are good, 10 torn."""
    where = house.where
    record_work(where, work(where, house.ada, where.packing), work(where, house.bruno, where.packing))
    record_work(where, work(where, house.ada, (where.labels, 60), half=A))
    record_output(where, output(where, 240, 10))
    return house


@pytest.fixture
def worded(house: House) -> House:
    """The head of service reads the words as the code has them."""
    reader = house.user(Role.HEAD_OF_SERVICE)
    reader.language = "en"
    reader.save()
    return house


def test_the_day_shows_people_activities_output_and_totals(busy: House) -> None:
    page = text_of(busy.get(DAY))
    for words in ("Fictif1 Camille", "Fictif2 Camille", "Mise sous pli", "Étiquetage", "240", "Déchiré", "7 h"):
        assert words in page
    assert "Fictif3" not in page


def test_the_day_says_what_time_is_on_no_activity_yet(busy: House) -> None:
    """Ada is due 7 h: 3 h 30 packing, 1 h labelling, 2 h 30 left; Bruno has his whole afternoon left."""
    page = text_of(busy.get(DAY))
    assert "2 h 30 left" in page or "2 h 30" in page
    assert "3 h 30" in page


def test_time_at_work_that_attendance_has_not_confirmed_is_said_to_be_so(worded: House) -> None:
    """Of Ada nothing is written; of Bruno the morning is; a day on which both half-days are written says nothing."""
    where, legend = worded.where, "Not confirmed: attendance has nothing yet"
    small.type_days(where.place, worded.bruno, MONDAY, "PRE", [M])
    page = text_of(worded.get(DAY))
    assert '7 h<br><span class="small muted">not confirmed</span>' in page
    assert '7 h<br><span class="small muted">of which 3 h 30 not confirmed</span>' in page
    assert page.count(legend) == 1
    note = "At work in this half-day: 3 h 30, not confirmed by attendance yet."
    assert note in text_of(worded.get(way(worded, worded.bruno.pk, A)))
    assert note not in text_of(worded.get(way(worded, worded.bruno.pk, M)))
    small.type_days(where.place, worded.bruno, MONDAY, "PRE", [A])
    small.type_days(where.place, worded.ada, MONDAY, "PRE")
    assert "confirmed" not in text_of(worded.get(DAY))


def test_one_half_day_alone(busy: House) -> None:
    page = text_of(busy.get(f"{DAY}&half=1"))
    assert "1 h" in page and "Déchiré" not in page


def test_another_workshop(busy: House) -> None:
    page = text_of(busy.get(f"{DAY}&workshop={busy.where.garden.pk}"))
    assert "Fictif3" in page and "Fictif1" not in page


@pytest.mark.parametrize("role", [Role.SALES, Role.AUDITOR])
def test_sales_and_auditors_see_activities_and_totals_without_a_name(busy: House, role: Role) -> None:
    author = busy.user(Role.INSTRUCTOR)
    record_output(busy.where, output(busy.where, 5), by=author)
    page = text_of(busy.get(DAY, role))
    assert "Mise sous pli" in page and "245" in page
    for name in ("Fictif1", "Fictif2", "Camille", author.get_username(), 'scope="row">1<'):
        assert name not in page
    assert not AccessLog.objects.filter(what="production.day").exists()


def test_who_may_write_nothing_there_sees_no_empty_column_of_acts(busy: House) -> None:
    assert ">Actions<" in busy.get(DAY).content.decode()
    assert ">Actions<" not in busy.get(DAY, role=Role.EDUCATOR).content.decode()


def test_who_was_shown_stands_in_the_log_of_reads(busy: House) -> None:
    busy.get(DAY, Role.EDUCATOR)
    log = AccessLog.objects.get(what="production.day")
    assert sorted(log.subjects) == sorted(str(person.pk) for person in (busy.ada, busy.bruno))


def test_an_instructor_sees_her_workshops_only(busy: House) -> None:
    page = text_of(busy.get(f"{DAY}&workshop={busy.where.garden.pk}", Role.INSTRUCTOR))
    assert "Espaces verts" not in page and "Fictif1" in page


def test_someone_lent_to_the_workshop_stands_on_its_day(busy: House) -> None:
    WorkshopStay.objects.create(
        establishment=busy.where.place,
        person=busy.chloe,
        workshop=busy.where.laundry,
        starts_on=MONDAY,
        ends_before=TUESDAY,
    )
    record_work(busy.where, work(busy.where, busy.chloe, busy.where.packing))
    assert "Fictif3" in text_of(busy.get(DAY, Role.INSTRUCTOR))
    assert "Fictif3" not in text_of(busy.get("?day=2025-03-04", Role.INSTRUCTOR))


def test_work_of_people_who_are_not_the_readers_is_one_line_so_that_totals_hold(busy: House) -> None:
    record_work(busy.where, work(busy.where, busy.chloe, busy.where.packing))
    page = text_of(busy.get(DAY, Role.INSTRUCTOR))
    assert "Fictif3" not in page
    assert "not shown" in page or "pas montr" in page or "Others" in page


def test_a_day_without_anything_and_a_place_without_activities(house: House) -> None:
    assert house.get("?day=2025-03-08").status_code == 200
    for row in (house.where.packing, house.where.labels):
        row.delete()
    assert house.get(DAY).status_code == 200
    assert house.get(DAY, Role.SALES).status_code == 200


@pytest.mark.parametrize("query", ["?day=none", "?day=9999-01-01", "?workshop=x", "?half=7", "?page=zz"])
def test_an_address_that_makes_no_sense_shows_something_that_does(house: House, query: str) -> None:
    assert house.get(query).status_code == 200


def test_as_many_queries_for_one_person_as_for_twenty(house: House) -> None:
    where, client = house.where, house.client()
    counts = []
    for numbers, day in ((("1",), MONDAY), (tuple(str(number) for number in range(20, 40)), TUESDAY)):
        people = team(where, *numbers)
        record_work(where, *(work(where, person, where.packing, day=day) for person in people))
        record_output(where, *(output(where, number + 1, 1, day=day) for number in range(len(people))))
        with CaptureQueriesContext(connection) as queries:
            client.get(house.url(f"?day={day}"))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 45


# ---------------------------------------------------------------- sheets


def test_the_sheet_names_people_and_is_logged(busy: House) -> None:
    answer = busy.get(f"day.xlsx{DAY}")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:]] == ["Fictif1 Camille", "Fictif1 Camille", "Fictif2 Camille"]
    log = AccessLog.objects.get(what="production.day.export")
    assert (len(log.subjects), log.row_count) == (2, 3)


def test_the_sheet_of_sales_names_nobody(busy: House) -> None:
    text = busy.get(f"day.csv{DAY}", Role.SALES).content.decode("utf-8-sig")
    assert "Fictif" not in text and "Camille" not in text
    lines = [line.split(";") for line in text.splitlines()]
    assert len(lines) == 3
    assert {line[2] for line in lines[1:]} == {"Mise sous pli", "Étiquetage"}
    assert "240" in text


def test_a_sheet_of_another_kind_is_not_there(busy: House) -> None:
    assert busy.get(f"day.exe{DAY}").status_code == 404


# ---------------------------------------------------------------- written on the desktop


def way(house: House, person: int, half: int = M) -> str:
    return f"people/{person}/{MONDAY}/{half}/"


def test_the_work_of_a_half_day_is_written_on_the_desktop(house: House) -> None:
    where = house.where
    values = {f"activity_{where.labels.pk}": "1 h 30", "rest": str(where.packing.pk)}
    answer = house.post(way(house, house.ada.pk), values)
    assert answer.status_code == 302
    assert facts(where) == {
        (house.ada.pk, M, where.labels.pk): (90, 0, 0),
        (house.ada.pk, M, where.packing.pk): (120, 0, 0),
    }


def test_more_than_the_half_day_is_saved_and_said_with_the_way_back(worded: House) -> None:
    """Overtime exists: 9 h are written in a morning of 3 h 30; what just fills it is said of nobody."""
    packing, client = worded.where.packing.pk, worded.client()
    address = worded.url(way(worded, worded.ada.pk))
    page = text_of(client.post(address, {f"activity_{packing}": "9 h", "rest": ""}, follow=True))
    assert (
        "Fictif1 Camille, Monday 3 March, morning: 9 h written, 3 h 30 at work. If this is a mistake, correct it by the"
        " button “Morning” on the line of this person."
    ) in page
    assert "alert-warning" in page and "The work of Fictif1 Camille is saved." in page
    assert minutes(worded.where)[worded.ada.pk] == 540
    page = text_of(client.post(address, {f"activity_{packing}": "1 h", "rest": str(packing)}, follow=True))
    assert "alert-success" in page and "alert-warning" not in page


def test_how_times_are_written_is_said_once_above_them_and_again_when_one_is_not_read(worded: House) -> None:
    where = worded.where
    page = text_of(worded.get(way(worded, worded.ada.pk)))
    assert page.count("Hours and minutes: 3 h 30, 3:30 or 3.5.") == 1
    page = text_of(worded.post(way(worded, worded.ada.pk), {f"activity_{where.packing.pk}": "120", "rest": ""}))
    assert "Write hours and minutes: 3 h 30, 3:30 or 3.5." in page and 'value="120"' in page


def test_the_form_shows_what_stands_and_an_empty_one_takes_it_back(busy: House) -> None:
    page = text_of(busy.get(way(busy, busy.ada.pk, A)))
    assert 'value="1 h"' in page
    assert busy.post(way(busy, busy.ada.pk, A), {"rest": ""}).status_code == 302
    assert minutes(busy.where)[busy.ada.pk] == 210


def test_a_refusal_stands_beside_its_field_and_the_form_stays_filled(house: House) -> None:
    where = house.where
    values = {f"activity_{where.labels.pk}": "8 h", f"activity_{where.packing.pk}": "8 h", "rest": ""}
    page = house.post(way(house, house.ada.pk), values)
    assert page.status_code == 200 and 'value="8 h"' in text_of(page)
    close_month(establishment=where.place, month=MONDAY.replace(day=1), by=None, at=small.AT)
    page = house.post(way(house, house.ada.pk), {"rest": str(where.packing.pk)})
    assert page.status_code == 200 and "03/2025" in text_of(page)
    assert not WorkEntry.objects.exists()


def test_nobody_writes_for_someone_who_is_not_hers(house: House) -> None:
    assert house.get(way(house, house.chloe.pk), Role.INSTRUCTOR).status_code == 404
    assert house.get(way(house, house.ada.pk), Role.EDUCATOR).status_code == 404
    assert house.get(f"people/{house.ada.pk}/{MONDAY}/2/").status_code == 404


def test_several_parts_without_minutes_show_their_minutes(house: House) -> None:
    where = house.where
    record_work(where, work(where, house.ada, where.packing, where.labels))
    page = text_of(house.get(way(house, house.ada.pk)))
    assert page.count('value="1 h 45"') == 2


def test_output_is_added_corrected_taken_back_and_put_back(house: House) -> None:
    where, client = house.where, house.client()
    values = {
        "activity": str(where.packing.pk),
        "half": "0",
        "good": "240",
        "rejected": "",
        "cause": "",
        "rule": "equal",
    }
    add = house.url(f"outputs/add/{where.laundry.pk}/{MONDAY}/")
    assert client.post(add, values).status_code == 302
    (written,) = standing_outputs(where.place, small.MARCH)
    one = house.url(f"outputs/{written.id}/")
    assert client.get(one).status_code == 200
    assert client.post(one, {**values, "good": "250,5"}).status_code == 302
    (corrected,) = standing_outputs(where.place, small.MARCH)
    assert (corrected.good, corrected.root) == (250_500, written.id)
    assert client.post(house.url(f"outputs/{corrected.id}/take-back/")).status_code == 302
    assert standing_outputs(where.place, small.MARCH) == []
    page = text_of(client.get(house.url(DAY)))
    token = page.split('name="token" value="')[1].split('"')[0]
    assert client.post(house.url("outputs/restore/"), {"token": token}).status_code == 302
    assert [row.good for row in standing_outputs(where.place, small.MARCH)] == [250_500]
    assert Output.objects.count() == 4


def test_agreed_shares_stay_in_proportion_when_the_total_is_corrected(house: House) -> None:
    where = house.where
    record_output(where, output(where, 240, rule="agreed", shares=[(house.ada, 180, 0), (house.bruno, 60, 0)]))
    (written,) = standing_outputs(where.place, small.MARCH)
    values = {"activity": str(where.packing.pk), "half": "0", "good": "120", "rejected": "", "rule": "agreed"}
    assert house.post(f"outputs/{written.id}/", values).status_code == 302
    (corrected,) = standing_outputs(where.place, small.MARCH)
    assert {share.person: share.good for share in corrected.shares} == {house.ada.pk: 90_000, house.bruno.pk: 30_000}


def test_rejects_without_a_cause_are_refused_beside_the_cause(house: House) -> None:
    where = house.where
    values = {"activity": str(where.packing.pk), "half": "0", "good": "240", "rejected": "3", "rule": "equal"}
    page = house.post(f"outputs/add/{where.laundry.pk}/{MONDAY}/", values)
    assert page.status_code == 200 and 'value="240"' in text_of(page)
    assert page.context["form"].errors.get("cause")


def test_output_of_another_workshop_is_not_there_for_an_instructor(house: House) -> None:
    where = house.where
    record_output(where, output(where, 5, of=where.mowing))
    (written,) = standing_outputs(where.place, small.MARCH)
    assert house.get(f"outputs/{written.id}/", Role.INSTRUCTOR).status_code == 404
    assert house.get(f"outputs/add/{where.garden.pk}/{MONDAY}/", Role.INSTRUCTOR).status_code == 404


def test_what_the_desktop_writes_is_a_conflict_for_nobody(house: House) -> None:
    """It is based on what stood, so the newest stands without a word."""
    where = house.where
    record_work(where, work(where, house.ada, where.packing, acted_at=small.AT - timedelta(hours=1)))
    house.post(way(house, house.ada.pk), {"rest": str(where.labels.pk)})
    standing = standing_work(where.place, small.MARCH)[house.ada.pk, MONDAY, M]
    assert WorkEntry.objects.get(pk=standing.entry).outcome == "applied"


def test_the_form_offers_the_activities_of_the_persons_workshop_and_of_the_one_asked_for(house: House) -> None:
    where = house.where
    page = text_of(house.get(way(house, house.ada.pk)))
    assert "Mise sous pli" in page and "Tonte" not in page
    page = text_of(house.get(f"{way(house, house.ada.pk)}?workshop={where.garden.pk}"))
    assert "Tonte · Espaces verts" in page
