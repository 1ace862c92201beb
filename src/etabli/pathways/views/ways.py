"""The way to the pages of recognitions, situations and the waiting list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from etabli.kit.links import address
from etabli.kit.pages import Request
from etabli.people.models import Person


def way_to(request: Request, person: Person | None = None, *further: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """From the pathways of the establishment, over the person's, to what is further on."""
    crumbs: list[Mapping[str, Any]] = [{"label": gettext("Pathways"), "url": address(request, "pathways:pathways")}]
    if person is not None:
        crumbs.append({"label": str(person), "url": address(request, "pathways:timeline", pk=person.pk)})
    return [*crumbs, *further]
