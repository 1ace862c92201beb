"""Every address of Établi, found in the resolver, with sample values for its parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from etabli.kit.pages import PageAccess

OF_ALLAUTH = "accounts/"


@dataclass(frozen=True)
class Address:
    """One address: its name with namespace, the names of its parameters, and what its view declares."""

    name: str
    parameters: tuple[str, ...]
    access: PageAccess | None
    route: str

    @property
    def is_of_a_place(self) -> bool:
        return "finess" in self.parameters

    def path(self, samples: Mapping[str, Any]) -> str:
        """The address with sample values; a parameter nobody gave a sample for fails with its name."""
        values = {}
        for parameter in self.parameters:
            own = f"{self.name}.{parameter}"
            if own not in samples and parameter not in samples:
                raise AssertionError(f"tests/pages/conftest.py has no sample for {own}")
            values[parameter] = samples.get(own, samples.get(parameter))
        try:
            return reverse(self.name, kwargs=values)
        except NoReverseMatch as error:
            raise AssertionError(f"{self.name}: {error}") from error


def addresses() -> list[Address]:
    """Ours; those of allauth are guarded by allauth."""
    return [address for address in _walk(get_resolver(), "", "") if not address.route.startswith(OF_ALLAUTH)]


def _walk(resolver: URLResolver, namespace: str, route: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        here = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner, here)
        elif isinstance(entry, URLPattern):
            parameters = tuple(dict.fromkeys(_parameters(here)))
            access = getattr(entry.callback, "page", None)
            yield Address(f"{namespace}{entry.name}", parameters, access, here)


def _parameters(route: str) -> Iterator[str]:
    for part in route.split("<")[1:]:
        yield part.split(">")[0].split(":")[-1]
