"""The pages of the room, and what a tablet asks of the server."""

from etabli.tablet.views.enrolling import enrol, enrol_code, leave
from etabli.tablet.views.shell import manifest, service_worker, shell
from etabli.tablet.views.syncing import csrf, data, photo, sync

__all__ = ["csrf", "data", "enrol", "enrol_code", "leave", "manifest", "photo", "service_worker", "shell", "sync"]
