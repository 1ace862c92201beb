"""What the page of a tablet asks of the server: its data, what it sends, photos."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.cache import get_conditional_response
from django.views.decorators.gzip import gzip_page

from etabli.core.refusal import Refusal
from etabli.kit.clock import now, today
from etabli.kit.files import MOST_BYTES as MOST_BYTES_OF_PHOTO
from etabli.kit.files import keep_photo, photo_response
from etabli.kit.items import LARGEST_KEY
from etabli.people.models import Person
from etabli.tablet import actions
from etabli.tablet.bundle import bundle_of, told_author
from etabli.tablet.bundle.team import in_teams
from etabli.tablet.durable import on_disk
from etabli.tablet.operations import MOST_BYTES, read_batch
from etabli.tablet.pages import DeviceRequest, device_page, refusal_of, refused, renew
from etabli.tablet.queries import author_on, authors_on

logger = logging.getLogger(__name__)


@device_page()
def csrf(request: DeviceRequest) -> HttpResponse:
    """A token for what is sent next; and who is on this tablet, for the page to ask their PIN."""
    device = request.device
    return JsonResponse(
        {
            "token": get_token(request),
            "device": {"name": device.name, "language": device.language, "place": device.establishment.name},
            "authors": [told_author(user) for user in authors_on(device)],
        }
    )


@device_page()
@gzip_page
def data(request: DeviceRequest) -> HttpResponse:
    """The bundle of an author (`?author=`), or 304 when the page has it already."""
    text = request.GET.get("author", "")
    key = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_KEY)) else 0
    author = author_on(request.device, key)
    if author is None:
        return refused(Refusal("author_not_enrolled"), status=404)
    bundle = bundle_of(author, request.device.establishment, today=today(), at=now())
    etag = _etag(bundle)
    same = get_conditional_response(request, etag=etag)
    response: HttpResponse = same or JsonResponse(bundle, json_dumps_params={"separators": (",", ":")})
    response["ETag"] = etag
    if same is None:
        request.author = author
        keys = [row["key"] for row in bundle["people"]]
        request.note_read("tablet.data", keys, table=Person._meta.db_table)
        renew(request, response)
    return response


def _etag(bundle: Mapping[str, Any]) -> str:
    """Of everything but the moment it was made."""
    text = json.dumps({**bundle, "made_at": ""}, sort_keys=True)
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


@device_page("POST")
def sync(request: DeviceRequest) -> HttpResponse:
    """Take what the tablet recorded; an answer to each operation."""
    try:
        batch = read_batch(body_of(request, MOST_BYTES))
        with on_disk():
            results = actions.sync(device=request.device, operations=batch, at=now())
    except Refusal as refusal:
        return refused(refusal, status=413 if refusal.code == "sync_body_too_large" else 400, answers=[])
    except DatabaseError:
        logger.exception("sync of the tablet %s", request.device.pk)
        return refused(Refusal("sync_busy"), status=503, answers=[])
    return JsonResponse({"answers": [_answer(result) for result in results], "refusal": None})


def _answer(result: actions.Result) -> dict[str, Any]:
    return {
        "id": result.id,
        "outcome": result.outcome,
        "entry": str(result.entry) if result.entry else None,
        "refusal": None if result.refusal is None else refusal_of(result.refusal),
        "theirs": result.theirs,
    }


@device_page("PUT")
def photo(request: DeviceRequest, key: UUID) -> HttpResponse:
    """Keep a photo under the id that the tablet gave it; the same one again changes nothing."""
    try:
        content = body_of(request, MOST_BYTES_OF_PHOTO)
        keep_photo(place=request.device.establishment_id, key=key, content=content)
    except Refusal as refusal:
        return refused(refusal, status=400)
    return JsonResponse({"refusal": None})


@device_page()
def face(request: DeviceRequest, author: int, key: UUID) -> HttpResponse:
    """The photo of a person whom an author of this tablet has in her teams; its address never shows another one."""
    user = author_on(request.device, author)
    place = request.device.establishment
    if user is None or not in_teams(user, place, key, today()):
        raise Http404
    return photo_response(place.pk, key)


def body_of(request: DeviceRequest, most: int) -> bytes:
    """The bytes sent. Refusal `sync_body_too_large`, as far as possible before they are read."""
    large = Refusal("sync_body_too_large", most=most // 1024 // 1024)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if request.content_type.startswith(("multipart/", "application/x-www-form-urlencoded")):
        # A form was read already, by the protection against forged requests: its bytes are gone.
        raise Refusal("operations_unreadable")
    if length.isascii() and length.isdigit() and int(length) > most:
        raise large
    try:
        return request.body
    except RequestDataTooBig as error:
        raise large from error
