"""What a user may do in one place, asked once a page; and what each page declares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import URLPattern, URLResolver, get_resolver

from etabli.kit.pages import PUBLIC, SIGNED_IN, PageAccess
from etabli.kit.rights import rights_of
from etabli.org.access import grants_of

if TYPE_CHECKING:
    from etabli.org.models import Establishment, User


@dataclass(frozen=True)
class Here:
    """A user in one establishment: the roles held there today, and the rights they give."""

    roles: frozenset[str]
    rights: frozenset[str]

    def opens(self, name: str) -> bool:
        """True when a page of that URL name exists and the user may see it here."""
        access = pages().get(name)
        return access is not None and (access.see in (PUBLIC, SIGNED_IN) or access.see in self.rights)


def here(user: User, place: Establishment) -> Here:
    """One query."""
    held = Q(establishment=place) | Q(association=place.association_id)
    roles = frozenset(grants_of(user).filter(held).values_list("role", flat=True))
    return Here(roles, frozenset(right for role in roles for right in rights_of(role)))


@lru_cache(maxsize=1)
def pages() -> dict[str, PageAccess]:
    """Every page by its URL name (`people:list`), with the access its view declares."""
    return dict(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, PageAccess]]:
    for part in resolver.url_patterns:
        if isinstance(part, URLResolver):
            yield from _walk(part, f"{prefix}{part.namespace}:" if part.namespace else prefix)
        elif isinstance(part, URLPattern) and part.name and hasattr(part.callback, "page"):
            yield prefix + part.name, part.callback.page
