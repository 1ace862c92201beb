"""Ways to pages of other rooms, by URL name: there when the page is, and when the reader may see it."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, resolve, reverse

from etabli.kit.pages import PUBLIC, SIGNED_IN


def address(request: Any, name: str, **kwargs: Any) -> str:
    """The address of a page of this establishment; empty when there is none, or none for this reader. At most one query."""
    try:
        found = reverse(name, kwargs={"finess": request.place.finess, **kwargs})
    except NoReverseMatch:
        return ""
    access = getattr(resolve(found).func, "page", None)
    if access is None:
        return ""
    return found if access.see in (PUBLIC, SIGNED_IN) or request.user.may(access.see, request.place) else ""
