"""A placement and its host as one form gives them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from etabli.org.models import Establishment, User
from etabli.pathways.actions.checking import check_agreed
from etabli.pathways.actions.hosts import HostSpec, save_host
from etabli.pathways.actions.placements import PlacementSpec, save_placement
from etabli.pathways.models import Placement
from etabli.people.models import Person


@transaction.atomic
def place(
    *,
    establishment: Establishment,
    person: Person,
    spec: PlacementSpec,
    new_host: HostSpec | None = None,
    placement: Placement | None = None,
    ready: bool = False,
    by: User | None,
    at: datetime,
) -> Placement:
    """See `save_placement`. `new_host`: made with it. `ready`: it is to be agreed next, so that every rule is held already.

    Nothing is kept when anything is refused.
    """
    if new_host is not None:
        host = save_host(establishment=establishment, values=new_host, by=by, at=at)
        spec = PlacementSpec(**{**vars(spec), "host": host})
    row = save_placement(establishment=establishment, person=person, spec=spec, placement=placement, by=by, at=at)
    if ready:
        check_agreed(row)
    return row
