"""A placement on its screens: written with the fields of its device, agreed on what it will write, ended, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from etabli.attendance.models import HalfDayFact
from etabli.core.periods import day_no
from etabli.core.refusal import Refusal
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.pathways.actions.placements import agree_placement, cancel_placement, renew_placement, restore_placement
from etabli.pathways.models import Host, Placement
from etabli.pathways.rules.fields import FIELDS
from etabli.pathways.states import Device
from etabli.pathways.views import common, hosts, overview, placements, placing, timeline
from etabli.people.models import Person
from tests import workplace as small
from tests.once import made_once
from tests.pathways.making import OPERATOR, make_host, make_placement
from tests.pathways.placing import placed
from tests.support.conftest import client_of, user_of


@dataclass
class World:
    place: Establishment
    person: Person
    host: Host
    director: User
    administration: User


def _world() -> World:
    place = small.workplace(association="Les Essais", workshops=(small.org.WorkshopSpec("BLA", "Blanchisserie"),))
    person = small.engage(place, "1", last_name="Aulne", first_name="Ada", workshop="BLA")
    users = user_of(place, Role.DIRECTOR), user_of(place, Role.ADMINISTRATION)
    return World(place, person, make_host(place), *users)


world = made_once(_world)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (common, hosts, overview, placements, placing, timeline):
        monkeypatch.setattr(module, "today", small.AT.date)
    for module in (hosts, placing):
        monkeypatch.setattr(module, "now", lambda: small.AT)


@pytest.fixture
def client(world: World) -> Client:
    return client_of(world.director)


def way(world: World, name: str, **parameters: Any) -> str:
    return reverse(f"pathways:{name}", kwargs={"finess": world.place.finess, **parameters})


def trial(world: World, **said: Any) -> dict[str, Any]:
    """What a work trial of two weeks of March 2025 sends."""
    usual = {"host": world.host.pk, "objective": "discover", "starts_on": "2025-03-03", "last_day": "2025-03-14"}
    return {**usual, "weeks_count": "1", "weeks": [f"0-{slot}" for slot in (0, 2, 4, 6, 8)], **said}


def add(world: World, client: Client, device: str, values: dict[str, Any]) -> Any:
    return client.post(way(world, "placement_add", pk=world.person.pk, device=device), values)


def error_beside(text: str, field: str) -> str:
    """What stands in the block of a field."""
    before, _, after = text.partition(f'id="id_{field}"')
    return before.rpartition('class="field')[2] + after.partition('class="field')[0]


# ---------------------------------------------------------------- the form


def test_each_form_asks_for_what_its_device_has_and_nothing_else(world: World, client: Client) -> None:
    everything = {name for names in FIELDS.values() for name in names} - {"weeks"}
    for device in Device:
        text = client.get(way(world, "placement_add", pk=world.person.pk, device=device)).content.decode()
        asked = {name for name in everything if f'name="{name}"' in text}
        assert asked == set(FIELDS[device]) - {"weeks"}, device
        assert ('name="weeks_count"' in text) == ("weeks" in FIELDS[device])


def test_the_choice_says_what_each_device_is_and_what_limits_it(world: World, client: Client) -> None:
    text = client.get(way(world, "step_add", pk=world.person.pk)).content.decode()
    assert text.count('class="step"') == len(Device)
    assert "At most 24 months, longer with the agreement of the CDAPH; the MDPH is told within 15 days." in text


def test_a_refusal_stands_beside_its_field_with_rule_and_remedy_and_nothing_is_kept(
    world: World, client: Client
) -> None:
    values = trial(world, objective="", post="Accueil", host="another", host_name="Atelier Neuf", host_kind="private")
    text = add(world, client, "pmsmp", values).content.decode()
    assert "article L5135-1" in error_beside(text, "objective") and 'value="Accueil"' in text
    text = add(world, client, "pmsmp", trial(world, last_day="2025-04-30")).content.decode()
    assert "lasts a month at most" in error_beside(text, "last_day")
    assert not Placement.objects.exists() and not Host.objects.filter(name="Atelier Neuf").exists()


def test_an_unchecked_draft_is_kept_and_refused_when_it_is_agreed(world: World, client: Client) -> None:
    answer = add(world, client, "pmsmp", trial(world, last_day="2025-04-30", act="draft"))
    row = Placement.objects.get()
    assert answer["Location"] == way(world, "placement", placement=row.pk) and row.state == "draft"
    text = client.post(way(world, "placement_agree", placement=row.pk)).content.decode()
    assert "lasts a month at most" in text


def test_a_host_named_for_the_first_time_is_made_with_the_placement(world: World, client: Client) -> None:
    said = {"host": "another", "host_name": "", "host_kind": "public", "host_town": "Ville"}
    assert "Write the name of the new host" in add(world, client, "pmsmp", trial(world, **said)).content.decode()
    add(world, client, "pmsmp", trial(world, **said | {"host_name": "Mairie de Ville"}))
    assert Placement.objects.get().host == Host.objects.get(name="Mairie de Ville", kind="public", town="Ville")


# ---------------------------------------------------------------- agreed


def test_the_half_days_are_told_before_one_agrees_and_then_written(world: World, client: Client) -> None:
    add(world, client, "pmsmp", trial(world))
    row = Placement.objects.get()
    agree = way(world, "placement_agree", placement=row.pk)
    assert (
        "10 half-days of March 2025 will be written “Work trial or placement outside” (STG)."
        in client.get(agree).content.decode()
    )
    client.post(agree)
    row.refresh_from_db()
    assert row.state == "agreed"
    days = {"day_no__gte": day_no(date(2025, 3, 3)), "day_no__lt": day_no(date(2025, 3, 15))}
    assert HalfDayFact.objects.filter(subject=world.person, typed=True, **days).count() == 10


def test_half_days_of_months_to_come_are_told_too(world: World, client: Client) -> None:
    """Read on 15 January 2026: those of February are not counted as due yet."""
    add(world, client, "pmsmp", trial(world, starts_on="2026-01-26", last_day="2026-02-06"))
    text = client.get(way(world, "placement_agree", placement=Placement.objects.get().pk)).content.decode()
    assert "5 half-days of January 2026 will be written “Work trial or placement outside” (STG)." in text
    assert "5 half-days of February 2026 will be written “Work trial or placement outside” (STG)." in text


def test_what_someone_typed_is_told_to_stay(world: World, client: Client) -> None:
    small.type_days(world.place, world.person, date(2025, 3, 3))
    add(world, client, "pmsmp", trial(world))
    text = client.get(way(world, "placement_agree", placement=Placement.objects.get().pk)).content.decode()
    assert "9 half-days of March 2025 will be written “Work trial or placement outside” (STG)." in text
    assert "1 half-day was typed already and stays." in text


def test_what_writes_nothing_says_so(world: World, client: Client) -> None:
    add(world, client, "supported_employment", {"starts_on": "2025-03-03"})
    text = client.get(way(world, "placement_agree", placement=Placement.objects.get().pk)).content.decode()
    assert "Nothing is written in the attendance" in text


def test_an_agreed_one_is_corrected_and_goes_back_to_its_page(world: World, client: Client) -> None:
    row = make_placement(world.place, world.person, "pmsmp", state="agreed")
    change = way(world, "placement_change", placement=row.pk)
    assert 'value="2025-03-14"' in client.get(change).content.decode()
    answer = client.post(change, trial(world, last_day="2025-03-12", tutor="Noa Saule"))
    assert answer["Location"] == way(world, "placement", placement=row.pk)
    row.refresh_from_db()
    assert (row.ends_before, row.tutor, row.state) == (date(2025, 3, 13), "Noa Saule", "agreed")


# ---------------------------------------------------------------- over


def test_it_ends_with_its_outcome_and_the_next_page_offers_to_take_that_back(world: World, client: Client) -> None:
    row = make_placement(world.place, world.person, "pmsmp", state="agreed")
    end = {"last_day": "2025-03-07", "outcome": "interrupted", "note": "Trop de bruit"}
    text = client.post(way(world, "placement_end", placement=row.pk), end, follow=True).content.decode()
    assert "Interrupted" in text and "Trop de bruit" in text and "The placement is ended." in text
    token = text.split('name="token" value="')[1].split('"')[0]
    client.post(way(world, "placement_end_undo", placement=row.pk), {"token": token})
    row.refresh_from_db()
    assert (row.state, row.ends_before, row.outcome) == ("agreed", date(2025, 3, 15), "")


def test_what_ended_goes_on_after_all(world: World, client: Client) -> None:
    row = make_placement(world.place, world.person, "pmsmp", state="ended")
    client.post(way(world, "placement_reopen", placement=row.pk), {"last_day": "2025-03-14"})
    row.refresh_from_db()
    assert row.state == "agreed"


def test_it_is_cancelled_with_a_reason_that_stays(world: World, client: Client) -> None:
    row = make_placement(world.place, world.person, "pmsmp", state="agreed")
    cancel = way(world, "placement_cancel", placement=row.pk)
    assert "This field is required" in client.post(cancel, {"reason": ""}).content.decode()
    text = client.post(cancel, {"reason": "L’employeur a fermé"}, follow=True).content.decode()
    assert "Cancelled" in text and "L’employeur a fermé" in text
    assert not HalfDayFact.objects.filter(subject=world.person, typed=True).exists()


def test_it_is_renewed_from_the_day_it_ends(world: World, client: Client) -> None:
    row = make_placement(world.place, world.person, "pmsmp", state="agreed")
    text = client.post(
        way(world, "placement_renew", placement=row.pk), {"last_day": "2025-03-28"}, follow=True
    ).content.decode()
    fresh = Placement.objects.get(renewal_of=row)
    assert (fresh.starts_on, fresh.ends_before) == (date(2025, 3, 15), date(2025, 3, 29)) and "Goes on from" in text
    assert "Goes on in" in client.get(way(world, "placement", placement=row.pk)).content.decode()


def test_what_is_owed_is_told_with_its_source_until_it_is_done(world: World, client: Client) -> None:
    days = {"starts_on": date(2025, 9, 1), "ends_before": date(2026, 9, 1), "signed_on": date(2025, 9, 1)}
    row = make_placement(world.place, world.person, "mad_individual", state="agreed", **days)
    duty = "Send the contract of the secondment to the MDPH"
    for name, parameters in (
        ("deadlines", {}),
        ("pathways", {}),
        ("timeline", {"pk": world.person.pk}),
        ("placement", {"placement": row.pk}),
    ):
        text = client.get(way(world, name, **parameters)).content.decode()
        assert duty in text and "articles R344-16 to R344-21" in text and "Late" in text, name
    client.post(way(world, "placement_steps", placement=row.pk), {"mdph_notified_on": "2025-09-10"})
    assert duty not in client.get(way(world, "deadlines")).content.decode()


def test_who_only_reads_is_offered_no_act_and_may_do_none(world: World) -> None:
    row = make_placement(world.place, world.person, "pmsmp")
    reader = client_of(world.administration)
    assert "Agree on it" not in reader.get(way(world, "placement", placement=row.pk)).content.decode()
    assert "Add a step" not in reader.get(way(world, "timeline", pk=world.person.pk)).content.decode()
    for name in ("placement_change", "placement_agree", "placement_end", "placement_cancel", "placement_renew"):
        assert reader.post(way(world, name, placement=row.pk)).status_code == 404


# ---------------------------------------------------------------- hosts


def test_a_host_is_added_corrected_and_merged_with_its_double(world: World, client: Client) -> None:
    values = {"name": "Menuiserie Lilas", "kind": "private", "phone": "0300000000"}
    text = client.post(way(world, "host_add"), values | {"siret": "123"}).content.decode()
    assert "is not a SIRET" in error_beside(text, "siret") and 'value="Menuiserie Lilas"' in text
    client.post(way(world, "host_add"), values)
    double = Host.objects.get(name="Menuiserie Lilas")
    client.post(way(world, "host_change", host=double.pk), values | {"town": "Ville"})
    row = make_placement(world.place, world.person, "pmsmp", host=double)
    client.post(way(world, "host_merge", host=world.host.pk), {"other": double.pk})
    row.refresh_from_db()
    kept = Host.objects.get()
    assert (row.host, kept.phone) == (world.host, "0300000000")
    assert "apart again" in taken_back(client)
    row.refresh_from_db()
    assert row.host == Host.objects.get(name="Menuiserie Lilas") != world.host


def test_a_merge_that_breaks_a_rule_says_so_first_and_is_done_when_one_is_sure(world: World, client: Client) -> None:
    double = make_host(world.place, "Menuiserie Lilas")
    trials_at(world, double, double, world.host)
    address = way(world, "host_merge", host=world.host.pk)
    assert "Merge them all the same" not in client.get(address).content.decode()
    text = client.post(address, {"other": double.pk}).content.decode()
    said = error_beside(text, f"sure_{double.pk}")
    assert "Aulne Ada: There are at most 2 work trials" in said and Host.objects.count() == 2
    client.post(address, {"other": double.pk, f"sure_{double.pk}": "on"})
    assert Host.objects.get() == world.host


def test_who_is_sure_of_one_double_is_not_yet_sure_of_another(world: World, client: Client) -> None:
    lilas, saules = (make_host(world.place, name) for name in ("Menuiserie Lilas", "Les Saules"))
    trials_at(world, lilas, lilas, saules, saules, world.host)
    address = way(world, "host_merge", host=world.host.pk)
    text = client.post(address, {"other": saules.pk, f"sure_{lilas.pk}": "on"}).content.decode()
    assert "There are at most 2 work trials" in error_beside(text, f"sure_{saules.pk}")
    assert "checked" not in text and Host.objects.count() == 3


def trials_at(world: World, *at: Host) -> None:
    """A fortnight at each, two months apart."""
    for number, host in enumerate(at):
        days = {"starts_on": date(2025, 1 + 2 * number, 3), "ends_before": date(2025, 1 + 2 * number, 15)}
        make_placement(world.place, world.person, "pmsmp", host=host, **days)


# ---------------------------------------------------------------- taken back


def taken_back(client: Client) -> str:
    """What is said once the undo that the next page offers was sent."""
    offer = client.session["undo"]
    return client.post(offer["address"], {"token": offer["token"]}, follow=True).content.decode()


def test_a_cancelled_placement_is_as_it_was_when_that_is_taken_back(world: World, client: Client) -> None:
    first = make_placement(world.place, world.person, "pmsmp")
    row = renew_placement(placement=first, ends_before=date(2025, 3, 29), **OPERATOR)
    agree_placement(placement=row, **OPERATOR)
    client.post(way(world, "placement_cancel", placement=row.pk), {"reason": "Fermé"})
    row.refresh_from_db()
    first.refresh_from_db()
    assert (row.state, row.outcome_note, row.renewal_of, first.state) == ("cancelled", "Fermé", None, "agreed")
    assert "goes on as before" in taken_back(client)
    row.refresh_from_db()
    first.refresh_from_db()
    assert (row.state, row.outcome_note, row.renewal_of, first.state) == ("agreed", "", first, "ended")
    assert first.outcome == "prolonged"
    codes = HalfDayFact.objects.filter(subject=world.person, day_no=day_no(date(2025, 3, 17))).values_list("code")
    assert set(codes) == {("STG",)}
    for one in (row, first):
        cancel_placement(placement=one, reason="Fermé", **OPERATOR)
    with pytest.raises(Refusal, match="placement_not_renewable"):
        restore_placement(placement=row, state="agreed", renewal_of=first.pk, note="", **OPERATOR)
    restore_placement(placement=row, state="agreed", renewal_of=None, note="", **OPERATOR)
    with pytest.raises(Refusal, match="placement_step_refused"):
        restore_placement(placement=row, state="agreed", renewal_of=None, note="", **OPERATOR)


def test_what_nobody_can_say_any_more_leaves_the_deadlines_and_may_be_taken_back(world: World, client: Client) -> None:
    row = placed(world.place, world.person, "internship", date(2023, 3, 6), date(2023, 3, 18))
    late = make_placement(world.place, world.person)
    text = client.get(way(world, "deadlines")).content.decode()
    assert text.count("Outcome not known") == 1 and text.index(f"placements/{late.pk}/") < text.index(
        f"placements/{row.pk}/"
    )
    client.post(way(world, "placement_unknown", placement=row.pk))
    offer = client.session["undo"]
    page = client.get(way(world, "deadlines")).content.decode()
    row.refresh_from_db()
    assert "closed, its outcome not known" in page and f"/placements/{row.pk}/unknown/" not in page
    assert (row.state, row.outcome, row.ends_before) == ("ended", "not_known", date(2023, 3, 18))
    page = client.get(way(world, "placement", placement=row.pk)).content.decode()
    client.post(offer["address"], {"token": offer["token"]})
    row.refresh_from_db()
    assert "Not known" in page and (row.state, row.outcome) == ("agreed", "")


def test_an_outcome_is_asked_for_a_year_before_it_may_be_called_not_known(world: World, client: Client) -> None:
    late = make_placement(world.place, world.person)
    told = client.post(way(world, "placement_unknown", placement=late.pk), follow=True).content.decode()
    assert "may be chosen once that is more than a year ago" in told
    late.refresh_from_db()
    assert (late.state, late.outcome) == ("agreed", "")
    assert "not_known" not in client.get(way(world, "placement_end", placement=late.pk)).content.decode()


def test_what_takes_back_the_end_of_one_placement_takes_back_no_other(world: World, client: Client) -> None:
    first = make_placement(world.place, world.person)
    other = make_placement(world.place, small.engage(world.place, "2"))
    for row in (other, first):
        client.post(way(world, "placement_end", placement=row.pk), {"last_day": "2025-03-14", "outcome": "completed"})
    client.post(way(world, "placement_end_undo", placement=other.pk), {"token": client.session["undo"]["token"]})
    other.refresh_from_db()
    assert other.state == "ended"
