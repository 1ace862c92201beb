"""The screens of a form: filling, the persons behind a value, gaps, versions."""

from __future__ import annotations

import html
import io
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from python_calamine import CalamineWorkbook

from etabli.core.refusal import Refusal
from etabli.kit.clock import today
from etabli.kit.models import AccessLog
from etabli.kit.wording import sentence
from etabli.org.grants import add_user
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.surveys.actions import keep_edition, sign_edition
from etabli.surveys.models import Answer, Edition
from etabli.surveys.rules import check_form
from etabli.surveys.views import filling
from tests import workplace as small
from tests.once import made_once

YEAR = 2025


@dataclass
class House:
    place: Establishment
    users: dict[Role, User]

    def url(self, path: str = "") -> str:
        return f"/{self.place.finess}/surveys/esat/{YEAR}/{path}"


def house_of() -> House:
    place = small.workplace(association="Les Essais", places=12)
    small.engage(place, "1", first_name="Ada", birth_date=date(1970, 3, 1))
    small.engage(place, "2", first_name="Ben", fraction=5000)
    roles = (Role.DIRECTOR, Role.ADMINISTRATION, Role.AUDITOR, Role.EDUCATOR)
    users = {role: add_user(username=str(role), role=role, establishment=place, by=None, at=small.AT) for role in roles}
    return House(place, users)


kept = made_once(house_of)


@pytest.fixture
def house(kept: House, db: None) -> House:
    return kept


def of(house: House, role: Role = Role.DIRECTOR) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(house.users[role], backend="django.contrib.auth.backends.ModelBackend")
    return client


def read(house: House, path: str = "", role: Role = Role.DIRECTOR) -> str:
    answer = of(house, role).get(house.url(path), headers={"accept-language": "en"})
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.fixture(autouse=True)
def english(settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"


def test_the_list_of_forms_says_which_years_are_begun_and_signed(house: House) -> None:
    client = of(house)
    address = f"/{house.place.finess}/surveys/"
    assert "Pas commencé" in client.get(address).content.decode()
    client.post(house.url("fields/esat_role/"), {"act": "save", "value": "Directrice"})
    assert "Commencé" in client.get(address).content.decode()


def test_a_field_is_saved_on_its_own_and_the_progress_follows(house: House) -> None:
    answer = of(house).post(
        house.url("fields/pmsmp_refused/"), {"act": "save", "value": "no"}, headers={"hx-request": "true"}
    )
    text = answer.content.decode()
    assert 'id="field-pmsmp_refused"' in text and 'id="field-prescription_delegate"' not in text
    assert 'id="section-progress"' in text and "hx-swap-oob" in text
    row = Answer.objects.get(field="pmsmp_refused")
    assert (row.value, row.answered_by) == (False, house.users[Role.DIRECTOR])


def test_what_depends_on_an_answer_comes_with_it(house: House) -> None:
    answer = of(house).post(
        house.url("fields/contrib_opco/"), {"act": "save", "value": "yes"}, headers={"hx-request": "true"}
    )
    assert 'id="field-pct_opco" aria-labelledby="name-pct_opco" hx-swap-oob="true"' in answer.content.decode()


def test_without_script_the_section_comes_back(house: House) -> None:
    answer = of(house).post(house.url("fields/pmsmp_refused/"), {"act": "save", "value": "no"})
    assert answer.status_code == 302 and answer["Location"].endswith("/sections/contact/#field-pmsmp_refused")


@pytest.mark.parametrize("headers", [{}, {"hx-request": "true"}])
def test_a_refused_answer_stays_with_its_sentence_beside_the_field(house: House, headers: dict[str, str]) -> None:
    answer = of(house).post(house.url("fields/mean_pct_esat_rem/"), {"act": "save", "value": "4"}, headers=headers)
    text = answer.content.decode()
    assert "errorlist" in text and 'value="4"' in text
    assert not Answer.objects.exists()


def test_another_value_needs_a_reason_beside_the_field(house: House) -> None:
    client = of(house)
    refused = client.post(house.url("fields/nb_worker_acc/"), {"act": "save", "value": "3"})
    assert "errorlist" in refused.content.decode() and not Answer.objects.exists()
    client.post(house.url("fields/nb_worker_acc/"), {"act": "save", "value": "3", "reason": "Une sur papier"})
    assert Answer.objects.get().reason == "Une sur papier"
    assert "Une sur papier" in read(house, "sections/supported/")


def test_an_answer_taken_back_can_be_put_back(house: House) -> None:
    client = of(house)
    client.post(house.url("fields/esat_role/"), {"act": "save", "value": "Directrice"})
    client.post(house.url("fields/esat_role/"), {"act": "take_back"})
    assert not Answer.objects.exists()
    token = client.session["undo"]["token"]
    client.post(house.url("restore/"), {"token": token})
    assert Answer.objects.get().value == "Directrice"


def test_last_years_answer_is_proposed_and_taken_over_in_one_act(house: House) -> None:
    client = of(house)
    client.post(f"/{house.place.finess}/surveys/esat/2024/fields/esat_role/", {"act": "save", "value": "Directrice"})
    assert "take_over" in read(house, "sections/identity/")
    client.post(house.url("fields/esat_role/"), {"act": "take_over"})
    assert Answer.objects.get(year=YEAR).value == "Directrice"


def test_known_defects_of_the_form_are_explained_on_its_page(house: House) -> None:
    form = read(house, "sections/support/")
    assert "50" in form and "100" in form
    assert "nb_worker_cpf_unused" in read(house, "sections/training/")


def test_the_persons_behind_a_value_are_named_and_the_reading_is_noted(house: House) -> None:
    text = read(house, "fields/nb_worker_acc/persons/")
    assert "Ada" in text and "Ben" in text
    assert AccessLog.objects.filter(what="surveys.behind", purpose="nb_worker_acc").count() == 1


def test_who_audits_sees_nothing_until_a_version_is_signed(house: House) -> None:
    auditor, office = of(house, Role.AUDITOR), of(house, Role.ADMINISTRATION)
    lists, live = f"/{house.place.finess}/surveys/", ("", "sections/pay/", "missing/", "fields/nb_worker_acc/persons/")
    office.post(house.url("fields/esat_role/"), {"act": "save", "value": "Directrice"})
    office.post(house.url("versions/"))
    assert (
        auditor.get(house.url("versions/1/")).status_code
        == auditor.get(house.url("versions/1/json/")).status_code
        == 404
    )
    assert house.url("versions/1/") not in auditor.get(house.url("versions/")).content.decode()
    assert "/surveys/esat/" not in auditor.get(lists).content.decode()
    assert of(house).post(house.url("versions/1/")).status_code == 302
    assert house.url("versions/") in auditor.get(lists).content.decode()
    assert "Directrice" in auditor.get(house.url("versions/1/")).content.decode()
    assert auditor.get(house.url("versions/1/json/")).status_code == 200
    office.post(house.url("fields/esat_role/"), {"act": "save", "value": "Directeur"})
    assert "Directeur" not in auditor.get(house.url("versions/1/")).content.decode()
    assert [auditor.get(house.url(path)).status_code for path in live] == [404] * 4
    assert [office.get(house.url(path)).status_code for path in live] == [200] * 4


def test_a_signed_version_stays_in_the_list_when_its_year_is_long_past(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    of(house).post(house.url("versions/"))
    of(house).post(house.url("versions/1/"))
    monkeypatch.setattr(filling, "YEARS_BACK", 0)
    lists = f"/{house.place.finess}/surveys/"
    assert house.url("versions/") in of(house, Role.AUDITOR).get(lists).content.decode()


def test_before_its_year_is_over_a_version_says_why_it_is_not_signed(house: House) -> None:
    client, year = of(house), today().year
    root = f"/{house.place.finess}/surveys/esat/{year}/versions/"
    client.post(root)
    kept = client.get(f"{root}1/").content.decode().split("<main")[1]
    with translation.override("fr"):
        assert sentence(Refusal("survey_year_not_over", year=str(year))) in html.unescape(kept)
    assert '<form method="post"' not in kept.split("</main")[0]
    client.post(house.url("versions/"))
    assert '<form method="post"' in client.get(house.url("versions/1/")).content.decode().split("<main")[1]


@pytest.mark.parametrize("act", ["save", "take_back"])
def test_an_answer_runs_the_texts_of_the_form_once(house: House, act: str) -> None:
    client, ways = of(house), house.url("fields/nb_worker_acc/")
    client.post(ways, {"act": "save", "value": "3", "reason": "Une sur papier"})
    with CaptureQueriesContext(connection) as queries:
        sent = client.post(ways, {"act": act, "value": "4", "reason": "Deux"}, headers={"hx-request": "true"})
    assert sent.status_code == 200
    assert sum("GROUP BY k.field" in query["sql"] for query in queries) == 1


def test_the_sheet_of_the_persons_adds_up_to_the_value(house: House) -> None:
    answer = of(house).get(house.url("fields/nb_worker_acc/persons/export/"))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert sum(row[3] for row in rows[1:]) == 2
    assert AccessLog.objects.filter(what="surveys.rows").count() == 1


def test_what_persons_lack_leads_to_where_it_is_repaired(house: House) -> None:
    text = read(house, "missing/")
    assert "Fictif2" in text and f"/{house.place.finess}/people/" in text


def test_who_reads_only_gets_no_form(house: House) -> None:
    assert "<form method" not in read(house, "versions/", Role.AUDITOR).split("<main")[1]
    assert of(house, Role.AUDITOR).post(house.url("fields/esat_role/"), {"value": "x"}).status_code == 404
    assert of(house, Role.EDUCATOR).get(house.url()).status_code == 404
    lists = {role: of(house, role).get(f"/{house.place.finess}/surveys/") for role in (Role.AUDITOR, Role.DIRECTOR)}
    told = {role: "ce que vous avez signé" in answer.content.decode() for role, answer in lists.items()}
    assert told == {Role.AUDITOR: False, Role.DIRECTOR: True}
    assert "des sommes, jamais un nom" in lists[Role.AUDITOR].content.decode()


def test_a_version_is_signed_and_what_changes_later_is_said(house: House) -> None:
    client = of(house)
    client.post(house.url("versions/"))
    assert client.post(house.url("versions/1/")).status_code == 302
    kept = Edition.objects.get()
    assert (kept.state, kept.signed_by) == ("signed", house.users[Role.DIRECTOR])
    assert client.post(house.url("versions/1/")).status_code == 422
    small.engage(house.place, "3", first_name="Cleo")
    assert "Cleo" not in read(house, "versions/1/")
    assert kept.content == Edition.objects.get().content
    assert "no longer" in read(house) or "ne sont plus" in read(house)


def test_only_the_director_signs_and_only_what_still_holds(house: House) -> None:
    of(house, Role.ADMINISTRATION).post(house.url("versions/"))
    assert of(house, Role.ADMINISTRATION).post(house.url("versions/1/")).status_code == 404
    small.engage(house.place, "3", first_name="Cleo")
    assert of(house).post(house.url("versions/1/")).status_code == 422
    assert Edition.objects.get().state == "draft"


def test_a_form_whose_controls_fail_is_not_signed(house: House) -> None:
    client = of(house)
    client.post(house.url("fields/nb_worker_duoday/"), {"act": "save", "value": "3"})
    client.post(house.url("versions/"))
    assert client.post(house.url("versions/1/")).status_code == 422
    client.post(house.url("fields/nb_worker_duoday/"), {"act": "save", "value": "2"})
    client.post(house.url("versions/"))
    assert client.post(house.url("versions/2/")).status_code == 302


def test_a_form_is_signed_once_its_year_is_over(house: House) -> None:
    form = check_form("esat", YEAR, house.place.kind)
    kept = keep_edition(establishment=house.place, form=form, year=YEAR, by=None, at=small.AT)
    who = {"edition": kept, "form": form, "by": house.users[Role.DIRECTOR]}
    with pytest.raises(Refusal) as refused:
        sign_edition(**who, at=datetime(YEAR, 12, 31, 22, 59, tzinfo=UTC))
    assert refused.value.code == "survey_year_not_over"
    assert sign_edition(**who, at=datetime(YEAR, 12, 31, 23, 0, tzinfo=UTC)).is_signed


def test_the_database_keeps_a_signed_version_as_it_is(house: House) -> None:
    client = of(house)
    client.post(house.url("versions/"))
    Edition.objects.update(digest="draft")
    Edition.objects.all().delete()
    client.post(house.url("versions/"))
    client.post(house.url("versions/1/"))
    rows = Edition.objects.filter(state="signed")
    for change in (lambda: rows.update(content={}), lambda: rows.update(state="draft"), rows.delete):
        with pytest.raises(DatabaseError, match="sealed"), transaction.atomic():
            change()
    assert rows.get().content["fields"]


@pytest.mark.parametrize("kind", ["json", "csv", "xlsx", "pdf"])
def test_a_version_is_taken_as_a_file(house: House, kind: str) -> None:
    client = of(house)
    client.post(house.url("versions/"))
    answer = client.get(house.url(f"versions/1/{kind}/"))
    content = answer.content
    assert answer.status_code == 200 and f".{kind}" in answer["Content-Disposition"]
    if kind == "json":
        document = json.loads(content)
        assert len(document["fields"]) == 114 and document["sha256"] == Edition.objects.get().digest
    if kind == "csv":
        assert content.decode("utf-8-sig").count("\r\n") >= 115 and "nb_worker_cpf_unused" in content.decode()
    if kind == "pdf":
        assert content.startswith(b"%PDF")
    assert client.get(house.url("versions/1/doc/")).status_code == 404


def test_what_does_not_exist_is_not_found(house: House) -> None:
    client = of(house)
    for path in ("sections/nothing/", "fields/nothing/persons/", "fields/esat_role/persons/", "versions/9/"):
        assert client.get(house.url(path)).status_code == 404, path
    assert client.post(house.url("fields/nothing/"), {"value": "1"}).status_code == 404
    assert client.get(f"/{house.place.finess}/surveys/esat/2020/").status_code == 404
    assert client.get(house.url("fields/esat_role/")).status_code == 302
    assert client.get(house.url("restore/")).status_code == 302


@pytest.mark.parametrize("path", ["", "sections/supported/", "fields/nb_worker_acc/persons/", "missing/"])
def test_as_many_queries_for_two_persons_as_for_twenty(house: House, path: str) -> None:
    def counted() -> int:
        client = of(house)
        with CaptureQueriesContext(connection) as queries:
            client.get(house.url(path))
        return len(queries)

    before = counted()
    for number in range(3, 23):
        small.engage(house.place, str(number))
    assert counted() == before
