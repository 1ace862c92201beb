"""Hosts: made, corrected, and two that are one."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from etabli.core.refusal import Refusal
from etabli.org.models import Establishment
from etabli.pathways.actions.hosts import HostSpec, merge_hosts, save_host, unmerge_hosts
from etabli.pathways.models import Host, Placement, PlacementFact
from etabli.pathways.queries.hosts import over_after_merge
from etabli.people.models import Person
from tests.pathways.making import OPERATOR, make_host, make_placement


def refused(place: Establishment, **changes: str) -> str:
    values = HostSpec(**{"name": "Menuiserie des Lilas", "kind": "private", **changes})
    with pytest.raises(Refusal) as found:
        save_host(establishment=place, values=values, **OPERATOR)
    return found.value.code


def test_a_host_has_a_name_a_kind_and_a_siret_that_is_one(place: Establishment) -> None:
    assert refused(place, name="  ") == "host_name_missing"
    assert refused(place, kind="company") == "host_kind_unknown"
    assert refused(place, siret="999 000 200 00018") == "host_siret_wrong"
    assert not Host.objects.exists()


def test_a_host_stands_once_in_a_town_and_is_found_without_accents(place: Establishment) -> None:
    make_host(place, town="Évreux")
    assert refused(place, town=" Évreux ") == "host_known"
    assert make_host(place, town="Rouen").search_key == "menuiserie des lilas rouen"
    assert Host.objects.filter(search_key__contains="evreux").count() == 1


def test_its_kind_is_counted_anew_when_it_is_corrected(place: Establishment, person: Person) -> None:
    host = make_host(place)
    make_placement(place, person, host=host)
    save_host(establishment=place, values=HostSpec(host.name, "association"), host=host, **OPERATOR)
    assert PlacementFact.objects.get().host_kind == "association"


def test_two_that_are_one_become_one_with_all_their_placements(place: Establishment, person: Person) -> None:
    kept, other = make_host(place, phone="02 00 00 00 00"), make_host(place, "Menuiserie Lilas", contact="Un contact")
    row = make_placement(place, person, host=other)
    merge_hosts(kept=kept, other=other, **OPERATOR)
    row.refresh_from_db()
    assert (row.host, PlacementFact.objects.get().host) == (kept, kept.pk)
    assert list(Host.objects.values_list("name", "phone", "contact")) == [(kept.name, "02 00 00 00 00", "Un contact")]


def test_a_host_is_not_merged_with_itself_nor_with_one_of_elsewhere(
    place: Establishment, elsewhere: Establishment
) -> None:
    kept = make_host(place)
    for other in (kept, make_host(elsewhere)):
        with pytest.raises(Refusal, match="hosts_not_two"):
            merge_hosts(kept=kept, other=other, **OPERATOR)


def trials(place: Establishment, person: Person, *hosts: Host) -> list[Placement]:
    """One after the other, a fortnight each, two months apart."""
    starts = [date(2025, 3, 3), date(2025, 5, 5), date(2025, 7, 7)]
    days = [{"starts_on": start, "ends_before": start + timedelta(days=12)} for start in starts]
    return [make_placement(place, person, "pmsmp", host=host, **day) for host, day in zip(hosts, days, strict=False)]


def test_what_would_be_over_the_rules_is_known_before_two_are_merged(
    place: Establishment, person: Person, other: Person
) -> None:
    kept, double, third = (make_host(place, name) for name in ("Lilas", "Les Lilas", "Saules"))
    trials(place, person, kept, double, kept)
    trials(place, other, double, double)
    assert [(who, refusal.code) for who, refusal in over_after_merge(kept, double)] == [(person, "trial_too_often")]
    assert over_after_merge(kept, third) == []


def test_two_that_were_merged_are_apart_again(place: Establishment, person: Person) -> None:
    kept, double = make_host(place, phone="02"), make_host(place, "Les Lilas", contact="Un contact", phone="03")
    row, later, ours = trials(place, person, double, double, kept)
    merged = json.loads(json.dumps(merge_hosts(kept=kept, other=double, **OPERATOR)))
    Placement.objects.filter(pk=later.pk).update(host=make_host(place, "Saules"))
    again = unmerge_hosts(kept=kept, merged=merged, **OPERATOR)
    assert (again.name, again.contact, again.phone, again.search_key) == ("Les Lilas", "Un contact", "03", "les lilas")
    kept.refresh_from_db()
    assert (kept.contact, kept.phone) == ("", "02")
    held = [Placement.objects.get(pk=one.pk).host for one in (row, later, ours)]
    assert held == [again, Host.objects.get(name="Saules"), kept], "what went elsewhere since stays there"
    assert PlacementFact.objects.get(placement=row.pk).host == again.pk
    with pytest.raises(Refusal, match="host_known"):
        unmerge_hosts(kept=kept, merged=merged, **OPERATOR)
