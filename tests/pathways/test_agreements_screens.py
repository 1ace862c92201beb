"""Screens of support agreements, of who opposes them, of reinforced pathways and of partnerships; and their papers."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from etabli.kit.clock import today
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.pathways.actions.agreements import AgreementSpec, oppose, save_agreement, save_pathway
from etabli.pathways.models import Partnership, ReinforcedPathway, SupportAgreement, SupportOpposition
from etabli.people.models import Person
from tests import workplace as small
from tests.pathways.leaving import GONE, OPERATOR, exit_of, job, partner
from tests.support.conftest import client_of, user_of

SECRET = "Suivi fictif : appeler Noa Saule"
DAY = timedelta(days=1)


@pytest.fixture
def client(educator: User) -> Client:
    return client_of(educator)


def url(place: Establishment, name: str, **parts: Any) -> str:
    return reverse(f"pathways:{name}", kwargs={"finess": place.finess, **parts})


def sent(client: Client, way: str, **values: Any) -> str:
    """The page shown after a POST, followed where it leads."""
    return client.post(way, values, follow=True).content.decode()


def agree(place: Establishment, person: Person, **changes: Any) -> SupportAgreement:
    """Since a month, for half a year."""
    start = today() - 30 * DAY
    days = {"signed_on": start, "starts_on": start, "ends_before": start + 180 * DAY}
    spec = AgreementSpec(**{**days, "job": job(place, person, start), **changes})
    return save_agreement(establishment=place, person=person, spec=spec, on=today(), **OPERATOR)


def words_of(answer: Any) -> str:
    assert answer["Content-Type"] == "application/pdf"
    read = PdfReader(BytesIO(answer.content))
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"] and read.trailer["/Root"]["/Lang"] == "fr"
    return " ".join(" ".join(page.extract_text() for page in read.pages).split())


# ---------------------------------------------------------------- agreements


def test_an_agreement_is_made_from_a_job_as_long_as_it_may_be(
    client: Client, place: Establishment, person: Person
) -> None:
    work = job(place, person)
    way = url(place, "agreement_add", job=work.pk)
    initial = client.get(way).context["form"].initial
    assert (initial["starts_on"], initial["last_day"]) == (GONE, date(2026, 6, 30))
    values = {"signed_on": "2025-07-01", "starts_on": "2025-07-01", "last_day": "2026-07-01", "partner": "SAVS Fictif"}
    refused = client.post(way, values)
    assert list(refused.context["form"].errors) == ["last_day"] and "L344-2-5" in refused.content.decode()
    text = sent(client, way, **{**values, "last_day": "2026-06-30"})
    row = SupportAgreement.objects.get()
    assert (row.job, row.host, row.ends_before) == (work, work.host, date(2026, 7, 1))
    assert "SAVS Fictif" in text and "lines to fill in by hand" in text


def test_an_agreement_is_made_from_an_exit(client: Client, place: Establishment, person: Person) -> None:
    work = job(place, person)
    row = exit_of(person, job=work)
    way = url(place, "agreement_add_exit", exit=row.pk)
    assert way in client.get(url(place, "exit", exit=row.pk)).content.decode()
    sent(client, way, signed_on="2025-07-01", starts_on="2025-07-01", last_day="2025-12-31", host=work.host_id)
    assert SupportAgreement.objects.get().job == work


def test_an_agreement_is_renewed_corrected_ended_and_goes_on(
    client: Client, place: Establishment, person: Person
) -> None:
    row = agree(place, person)
    way = url(place, "agreement_renew", agreement=row.pk)
    initial = client.get(way).context["form"].initial
    assert initial["starts_on"] == row.ends_before
    sent(client, way, **{name: value.isoformat() for name, value in initial.items() if isinstance(value, date)})
    following = SupportAgreement.objects.get(renewal_of=row)
    page = client.get(url(place, "agreement", agreement=following.pk)).content.decode()
    assert url(place, "agreement", agreement=row.pk) in page
    values = {"signed_on": following.signed_on, "starts_on": following.starts_on, "partner": "SAVS Fictif"}
    correct = url(place, "agreement_correct", agreement=following.pk)
    sent(client, correct, **values, last_day=(following.starts_on + DAY).isoformat())
    following.refresh_from_db()
    assert (following.partner, following.ends_before) == ("SAVS Fictif", following.starts_on + 2 * DAY)
    end = url(place, "agreement_end", agreement=row.pk)
    answer = client.post(end, {"last_day": today().isoformat()}, follow=True)
    row.refresh_from_db()
    assert row.ended_on == today() + DAY and "ended before its time" in answer.content.decode()
    undo = answer.context["undo"]
    client.post(undo["address"], {"token": undo["token"]})
    row.refresh_from_db()
    assert row.ended_on is None


def test_who_opposes_stands_beside_the_list_and_may_change_her_mind(
    client: Client, place: Establishment, person: Person
) -> None:
    row = agree(place, person)
    assert url(place, "oppose", pk=person.pk) in client.get(url(place, "agreement", agreement=row.pk)).content.decode()
    text = sent(client, url(place, "oppose", pk=person.pk), said_on=today().isoformat())
    assert "Who wants none" in text and "No agreement holds" in text
    assert "written down already" in sent(client, url(place, "oppose", pk=person.pk), said_on=today().isoformat())
    assert "Aulne" in client.get(url(place, "agreements"), {"over": "1"}).content.decode()
    way = url(place, "opposition_withdraw", opposition=SupportOpposition.objects.get().pk)
    assert "Who wants none" not in sent(client, way)


def test_the_agreement_is_a_tagged_paper_in_french(client: Client, place: Establishment, person: Person) -> None:
    row = agree(place, person, partner="SAVS Fictif")
    page = client.get(url(place, "agreement", agreement=row.pk))
    assert "The help given to the person" in page.context["gaps"] and "The last day" not in page.context["gaps"]
    text = words_of(client.get(url(place, "agreement_paper", agreement=row.pk)))
    for words in (
        "Convention d’appui",
        "L344-2-5",
        "Aulne",
        "SAVS Fictif",
        "Contrat à durée indéterminée",
        "trois ans",
    ):
        assert words in text
    assert row.host.name in text and "Droit au retour" in text


# ---------------------------------------------------------------- reinforced pathways


def test_the_document_is_written_handed_on_and_printed(client: Client, place: Establishment, person: Person) -> None:
    work = job(place, person, signed_on=GONE)
    listed = url(place, "reinforced_list")
    assert "Late" in client.get(listed).content.decode()
    way, paper = url(place, "reinforced", job=work.pk), url(place, "reinforced_paper", job=work.pk)
    assert client.get(paper).status_code == 404
    assert "To hand on by 1 August 2025" in client.get(way).content.decode().replace("\xa0", " ")
    assert list(client.post(way, {"content": " "}).context["form"].errors) == ["content"]
    tomorrow = (today() + DAY).isoformat()
    assert list(client.post(way, {"content": SECRET, "handed_on": tomorrow}).context["form"].errors) == ["handed_on"]
    assert "The document is saved." in sent(client, way, content=SECRET, handed_on=today().isoformat())
    assert ReinforcedPathway.objects.get().content == SECRET
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM pathways_reinforcedpathway")
        assert SECRET not in cursor.fetchone()[0]
    assert "Handed on late" in client.get(listed, {"all": "1"}).content.decode()
    assert "Nothing to write" in client.get(listed).content.decode()
    text = words_of(client.get(paper))
    for words in ("Parcours renforcé en emploi", SECRET, "un mois après la signature", "Remis au travailleur le"):
        assert words in text


# ---------------------------------------------------------------- partnerships


def test_a_partnership_is_added_corrected_ended_and_goes_on(client: Client, place: Establishment) -> None:
    assert "No partnership yet" in client.get(url(place, "partnerships")).content.decode()
    values = {"kind": "return_right", "partner": "ESAT Fictif", "signed_on": "2025-01-01", "starts_on": "2025-01-01"}
    refused = client.post(url(place, "partnership_add"), {**values, "finess": "123"})
    assert list(refused.context["form"].errors) == ["finess"]
    assert "Holds" in sent(client, url(place, "partnership_add"), **values)
    row = Partnership.objects.get()
    way, end = url(place, "partnership", partnership=row.pk), url(place, "partnership_end", partnership=row.pk)
    assert end in client.get(way).content.decode()
    sent(client, way, **{**values, "partner": "ESAT Autre"})
    answer = client.post(end, {"last_day": "2025-06-30"}, follow=True)
    row.refresh_from_db()
    assert (row.partner, row.ends_before) == ("ESAT Autre", GONE) and "Over" in answer.content.decode()
    undo = answer.context["undo"]
    client.post(undo["address"], {"token": undo["token"]})
    row.refresh_from_db()
    assert row.ends_before is None


def test_the_files_say_what_the_lists_say(client: Client, place: Establishment, person: Person) -> None:
    agree(place, person)
    partner(place)
    for name, first in (("agreements_export", "Aulne Camille"), ("partnerships_export", "ESAT Fictif")):
        answer = client.get(url(place, name, kind="xlsx"))
        sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
        assert len(sheet) == 2 and sheet[1][0] == first
        assert client.get(url(place, name, kind="pdf")).status_code == 404


# ---------------------------------------------------------------- lists


@pytest.mark.parametrize("name", ["agreements", "reinforced_list", "partnerships"])
def test_a_list_asks_as_much_for_one_row_as_for_twenty(
    client: Client, place: Establishment, person: Person, name: str
) -> None:
    def fill(who: Person) -> None:
        row = agree(place, who)
        row.job.signed_on = row.signed_on + who.pk * DAY
        row.job.save()
        save_pathway(job=row.job, content="x", handed_on=None, on=today(), **OPERATOR)
        partner(place, f"ESAT {who.pk}")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url(place, name))
        found.append(page.context["page"].paginator.count)
        return len(queries)

    found: list[int] = []
    fill(person)
    cost()
    one = cost()
    for number in range(20, 39):
        fill(small.engage(place, str(number), last_name=f"Fictif{number}", last_day=GONE))
    assert cost() == one
    assert found[-1] == 20 and found[0] == 1


def test_an_empty_house_says_what_to_do(client: Client, place: Establishment) -> None:
    assert "No agreement holds" in client.get(url(place, "agreements")).content.decode()
    assert "No agreement is over" in client.get(url(place, "agreements"), {"over": "1"}).content.decode()
    assert "Nothing to write" in client.get(url(place, "reinforced_list")).content.decode()


# ---------------------------------------------------------------- who may


def test_administration_reads_and_keeps_partnerships_only(place: Establishment, person: Person) -> None:
    row, desk = agree(place, person), client_of(user_of(place, Role.ADMINISTRATION))
    page = desk.get(url(place, "agreement", agreement=row.pk))
    assert page.status_code == 200 and "The person opposes it" not in page.content.decode()
    assert desk.get(url(place, "agreement_renew", agreement=row.pk)).status_code == 404
    assert desk.get(url(place, "reinforced", job=row.job_id)).status_code == 404
    assert url(place, "reinforced", job=row.job_id) not in desk.get(url(place, "reinforced_list")).content.decode()
    assert desk.get(url(place, "partnership_add")).status_code == 200


def test_an_educator_of_one_workshop_sees_those_of_it(place: Establishment, person: Person, other: Person) -> None:
    mine, theirs = agree(place, person), agree(place, other)
    oppose(establishment=place, person=other, said_on=today(), on=today(), **OPERATOR)
    limited = client_of(user_of(place, Role.EDUCATOR, workshop="BLA"))
    assert limited.get(url(place, "agreement", agreement=mine.pk)).status_code == 200
    for name, parts in (
        ("agreement", {"agreement": theirs.pk}),
        ("agreement_paper", {"agreement": theirs.pk}),
        ("agreement_add", {"job": theirs.job_id}),
        ("oppose", {"pk": other.pk}),
    ):
        assert limited.get(url(place, name, **parts)).status_code == 404
    assert "Bouleau" not in limited.get(url(place, "agreements")).content.decode()
