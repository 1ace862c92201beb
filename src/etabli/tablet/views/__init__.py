"""The pages of the room, and what a tablet asks of the server."""

from etabli.tablet.views.enrolling import enrol, enrol_code, leave, speak
from etabli.tablet.views.managing import code_make, restore, revoke, tablets, take_off, temporary_add
from etabli.tablet.views.shell import authority, manifest, service_worker, shell
from etabli.tablet.views.syncing import csrf, data, face, photo, sync

__all__ = [
    "authority",
    "code_make",
    "csrf",
    "data",
    "enrol",
    "enrol_code",
    "face",
    "leave",
    "manifest",
    "photo",
    "restore",
    "revoke",
    "service_worker",
    "shell",
    "speak",
    "sync",
    "tablets",
    "take_off",
    "temporary_add",
]
