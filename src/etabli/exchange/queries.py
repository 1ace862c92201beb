"""Reads of the import pages."""

from __future__ import annotations

from collections.abc import Iterable

from etabli.exchange.matching import Persons
from etabli.exchange.reading.items import Person as Named
from etabli.exchange.reading.problems import Place
from etabli.org.models import Establishment
from etabli.people.models import Person
from etabli.people.queries import staff_numbers


def persons_named(establishment: Establishment, texts: Iterable[str]) -> list[int]:
    """Keys of the persons of the establishment that these texts name, by staff number or by name. Two queries."""
    numbers = staff_numbers(establishment)
    rows = Person.objects.filter(pk__in=numbers).values_list("pk", "last_name", "first_name")
    persons = Persons(numbers, {key: (last, first) for key, last, first in rows})
    nowhere = Place("")
    found = (persons.find(named) for text in texts for named in (Named(text, "", nowhere), Named("", text, nowhere)))
    return sorted({key for key in found if isinstance(key, int)})
