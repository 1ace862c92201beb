"""From what a sheet says to what the establishment knows: persons by staff number or name, codes by any spelling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from etabli.exchange.reading.items import Person
from etabli.exchange.reading.problems import Problem
from etabli.exchange.reading.words import folded


class Persons:
    """The persons of an establishment. Answers a key, or the problem that keeps it from being known."""

    def __init__(self, numbers: Mapping[int, str], names: Mapping[int, tuple[str, str]]) -> None:
        """`numbers`: staff number by key; `names`: last and first name by key."""
        self._by_number = {number: key for key, number in numbers.items()}
        self._by_bare_number = _unambiguous((_bare(number), key) for key, number in numbers.items())
        both = [(f"{last} {first}", key) for key, (last, first) in names.items()]
        both += [(f"{first} {last}", key) for key, (last, first) in names.items()]
        self._words = {key: frozenset(folded(f"{last} {first}").split()) for key, (last, first) in names.items()}
        self._by_name: dict[str, set[int]] = defaultdict(set)
        for name, key in both:
            self._by_name[folded(name)].add(key)

    def find(self, person: Person) -> int | Problem:
        """The key of a person of a sheet; a problem `staff_number_unknown`, `name_unknown` or `name_ambiguous`."""
        if person.staff_number:
            exact = self._by_number.get(person.staff_number, self._by_bare_number.get(_bare(person.staff_number)))
            return Problem("staff_number_unknown", person.place, person.staff_number) if exact is None else exact
        found = self._by_name.get(folded(person.name), set())
        if len(found) == 1:
            return next(iter(found))
        return Problem("name_ambiguous" if found else "name_unknown", person.place, person.name)

    def is_called(self, key: int, name: str) -> bool:
        """True when a name of a sheet can be that of a person: parts of it, second first names and initials included."""
        written, known = frozenset(folded(name).split()), self._words[key]
        initials = {word[0] for word in known}
        return known <= written or all(word in known or (len(word) == 1 and word in initials) for word in written)


def _bare(number: str) -> str:
    """A staff number without case, spaces and leading zeros: a sheet of numbers drops them."""
    return folded(number).replace(" ", "").lstrip("0")


def _unambiguous(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    keys: dict[str, set[int]] = defaultdict(set)
    for text, key in pairs:
        keys[text].add(key)
    return {text: next(iter(found)) for text, found in keys.items() if len(found) == 1}
