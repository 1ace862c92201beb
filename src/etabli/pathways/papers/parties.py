"""Who a paper of pathways is between: the establishment, a person, a host; what is not known of one is a line to fill in."""

from __future__ import annotations

from etabli.kit import localised
from etabli.org.models import DirectoryEntry, Establishment
from etabli.pathways.models import Host
from etabli.pathways.papers.common import Fact, Party
from etabli.people.models import Person


def house_party(place: Establishment) -> Party:
    known = DirectoryEntry.objects.filter(finess=place.finess).first()
    address = ", ".join(filter(None, [known.address, f"{known.postal_code} {known.town}".strip()])) if known else ""
    facts = (
        Fact("house_body", "Organisme gestionnaire", place.association.name),
        Fact("house_finess", "FINESS", place.finess),
        Fact("house_siret", "SIRET", place.siret or (known.siret if known else "")),
        Fact("house_address", "Adresse", address),
        Fact("house_signer", "Représenté par"),
    )
    return Party("L’établissement (ESAT)", Fact("name", "", place.name), facts)


def person_party(person: Person) -> Party:
    born = localised.day(person.birth_date, "long") if person.birth_date else ""
    name = Fact("name", "", f"{person.first_name} {person.last_name}")
    return Party("La personne", name, (Fact("birth_date", "Date de naissance", born),))


def host_party(host: Host | None, label: str) -> Party:
    if host is None:
        return Party(label, Fact("host", "Nom"), (Fact("host_siret", "SIRET"), Fact("host_address", "Adresse")))
    address = ", ".join(filter(None, [host.address, f"{host.postal_code} {host.town}".strip()]))
    facts = (
        Fact("host_siret", "SIRET", host.siret),
        Fact("host_address", "Adresse", address),
        Fact("host_contact", "Représenté par", host.contact),
    )
    return Party(label, Fact("name", "", host.name), facts)
