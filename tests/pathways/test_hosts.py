"""Hosts: made, corrected, and two that are one."""

from __future__ import annotations

import pytest

from etabli.core.refusal import Refusal
from etabli.org.models import Establishment
from etabli.pathways.actions.hosts import HostSpec, merge_hosts, save_host
from etabli.pathways.models import Host, PlacementFact
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
