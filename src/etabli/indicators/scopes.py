"""What a figure is asked over: one establishment, or all those of an association, a département, a nation."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from etabli.core.identifiers import compact
from etabli.core.refusal import Refusal
from etabli.indicators.access import IndicatorsRight
from etabli.kit.texts import fold
from etabli.org.models import Association, Establishment, Scope, User

ASSOCIATION = "association"


def scope_of(establishment: Establishment) -> str:
    return f"establishment:{establishment.finess}"


def scope_named(text: str) -> str:
    """The scope meant by `association`, `association:NAME or SIREN`, `departement:38`, `nation:FR` or `nation`.

    Case and accents are as one likes. Refusal `scope_unknown`, with those there are, when none or several are meant.
    """
    kind, _, name = text.partition(":")
    above = _above()
    meant = [row for row in above if fold(kind) == row.scope.partition(":")[0]]
    if name.strip():
        meant = [row for row in meant if fold(name) in row.spellings or compact(name) in row.spellings]
    if len(meant) != 1:
        raise Refusal("scope_unknown", value=text, known=", ".join(sorted(row.written for row in above)))
    return meant[0].scope


def scope_written(scope: str) -> str:
    """A scope as one recognises it and types it: `association:NAME`, `departement:38`, `nation:FR`."""
    kind, _, key = scope.partition(":")
    if kind != ASSOCIATION:
        return scope
    return f"{ASSOCIATION}:{Association.objects.values_list('name', flat=True).get(pk=int(key))}"


@dataclass(frozen=True)
class _Above:
    """A scope above establishments, as it is kept, as it is written, and what may be typed for its name."""

    scope: str
    written: str
    spellings: frozenset[str]


def _above() -> list[_Above]:
    """Every scope above establishments that holds one run here; two queries."""
    bodies = {
        f"{ASSOCIATION}:{key}": (name, siren)
        for key, name, siren in Association.objects.values_list("pk", "name", "siren")
    }
    held = Scope.objects.exclude(scope_id__startswith="establishment:").values_list("scope_id", flat=True)
    found = []
    for scope in held.order_by("scope_id").distinct():
        kind, _, key = scope.partition(":")
        name, siren = bodies.get(scope, (key, ""))
        found.append(_Above(scope, f"{kind}:{name}", frozenset({fold(name), compact(siren)} - {""})))
    return found


def establishments_in(scope: str) -> list[Establishment]:
    """Establishments run here that a scope holds."""
    return establishments_by_scope([scope])[scope]


def establishments_by_scope(scopes: Collection[str]) -> dict[str, list[Establishment]]:
    """Establishments run here that each scope holds, in order of their number; two queries however many scopes."""
    held = establishment_keys(scopes)
    places = Establishment.objects.filter(pk__in={key for _, key in held}).select_related("association")
    rows = list(places.order_by("finess"))
    return {scope: [place for place in rows if (scope, place.pk) in held] for scope in scopes}


def establishment_keys(scopes: Collection[str]) -> set[tuple[str, int]]:
    """(scope, establishment key) of every establishment run here that the scopes hold."""
    return set(Scope.objects.filter(scope_id__in=scopes).values_list("scope_id", "establishment"))


def readable_scope(user: User, scope: str) -> list[Establishment]:
    """Establishments of a scope above them, when the user may see the figures of every one; else none."""
    places = [] if scope.startswith("establishment:") else establishments_in(scope)
    readable = Establishment.objects.visible_to(user, IndicatorsRight.READ).filter(
        pk__in=[place.pk for place in places]
    )
    return places if len(places) == readable.count() else []
