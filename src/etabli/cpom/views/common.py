"""What the views of the room share."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext

from etabli.cpom.access import CpomRight
from etabli.cpom.models import Contract, Objective
from etabli.cpom.queries.contracts import contracts_of, objectives_of
from etabli.kit import undo
from etabli.kit.links import address
from etabli.kit.pages import Request
from etabli.org.models import Establishment


def contract_or_404(request: Request, place: Establishment, pk: int, right: str = CpomRight.READ) -> Contract:
    contract: Contract = get_object_or_404(contracts_of(request.user, place, right), pk=pk)
    return contract


def objective_or_404(request: Request, place: Establishment, pk: int, right: str = CpomRight.READ) -> Objective:
    """Http404 too for an objective of a person whom the user may not see behind a figure."""
    objective: Objective = get_object_or_404(objectives_of(request.user, place, right), pk=pk)
    return objective


def row_or_404(rows: QuerySet[Any], pk: int) -> Any:
    return get_object_or_404(rows, pk=pk)


def link(place: Establishment, name: str, **keys: Any) -> str:
    return reverse(f"cpom:{name}", kwargs={"finess": place.finess, **keys})


def crumbs(place: Establishment, *more: tuple[str, str]) -> list[dict[str, str]]:
    """The way here: the contracts, then (label, address)."""
    found = [{"label": gettext("CPOM"), "url": link(place, "contracts")}]
    return found + [{"label": label, "url": url} for label, url in more]


def contract_crumbs(place: Establishment, contract: Contract, *more: tuple[str, str]) -> list[dict[str, str]]:
    return crumbs(place, (contract.name, link(place, "contract", contract=contract.pk)), *more)


def explained(request: Request) -> Any:
    """The address of a figure's explanation, by its code; empty for those who may not open it. One query at most."""
    first = address(request, "indicators:explain", code="code")
    if not first:
        return lambda code: ""
    finess = request.place.finess
    return lambda code: reverse("indicators:explain", kwargs={"finess": finess, "code": code})


def note_named(request: Request, objectives: list[Objective], what: str = "cpom.progress") -> None:
    """Write down that objectives set for persons were read."""
    named = [row.person_id for row in objectives if row.person_id is not None]
    if named:
        request.note_read(what, named, table=Objective._meta.db_table)


def redeemed(request: Request, place: Establishment, act: str) -> dict[str, Any]:
    """What an act took away, for the one who may still take it back there; Http404 for anything else."""
    values = undo.redeem(request, act)
    if values.pop("place") != place.pk:
        raise Http404
    return values


def pdf(content: bytes, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'inline; filename="{slugify(name) or "cpom"}.pdf"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def made_by(request: Request) -> str:
    return str(request.user.get_full_name() or request.user.get_username())


def tabs(place: Establishment, current: str) -> list[dict[str, Any]]:
    """The pages that stand beside each other; all of them open with the right to read."""
    names = {
        "contracts": gettext("Contracts"),
        "regional": gettext("Targets of the region"),
        "basin": gettext("The job basin"),
        "simulator": gettext("Simulator"),
    }
    return [{"label": label, "url": link(place, name), "current": name == current} for name, label in names.items()]
