"""The photo of a person in an establishment: optional, and gone from the disk as soon as it is taken away."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from uuid_utils.compat import uuid7

from etabli.kit.files import forget_photo, keep_photo
from etabli.org.models import User
from etabli.people.models import Registration
from etabli.people.rules import check_photo_small


@transaction.atomic
def save_photo(*, registration: Registration, content: bytes | None, by: User | None, at: datetime) -> None:
    """None takes it away. Refusals `person_photo_too_large`, `photo_kind_unknown`."""
    before: UUID | None = registration.photo
    place = registration.establishment_id
    key = None
    if content is not None:
        check_photo_small(len(content))
        key = uuid7()
        keep_photo(place=place, key=key, content=content)
    registration.photo = key
    registration.save(update_fields=["photo"])
    if before is not None:
        transaction.on_commit(partial(forget_photo, place, before))
