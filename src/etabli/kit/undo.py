"""Taking an act back: what it destroyed travels, signed, in a form that the next page shows once."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import Http404

KEY = "undo"
LIFETIME = 3600
"""Seconds during which an act can be taken back."""


def offer(request: Any, *, act: str, address: str, text: str, values: dict[str, Any]) -> None:
    """The next page offers to take an act back.

    `act`: its name; `address`: where to send it; `text`: what was done; `values`: all that is needed to make it again, as
    JSON.
    """
    token = signing.dumps({**values, "_user": request.user.pk}, salt=f"etabli.undo.{act}", compress=True)
    request.session[KEY] = {"address": address, "token": token, "text": text}


def offered(request: Any) -> dict[str, str] | None:
    """The offer, once."""
    offer: dict[str, str] | None = request.session.pop(KEY, None)
    return offer


def redeem(request: Any, act: str) -> dict[str, Any]:
    """The values of an act that this user may still take back; Http404 for anything else."""
    try:
        values: dict[str, Any] = signing.loads(
            request.POST.get("token", ""), salt=f"etabli.undo.{act}", max_age=LIFETIME
        )
    except signing.BadSignature as error:
        raise Http404 from error
    if values.pop("_user") != request.user.pk:
        raise Http404
    return values
