from django.apps import AppConfig

from etabli.kit import held, rights, wording
from etabli.org import reads
from etabli.tablet.access import RIGHTS
from etabli.tablet.wording import READS, SENTENCES


class TabletConfig(AppConfig):
    name = "etabli.tablet"
    label = "tablet"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        rights.register(RIGHTS)
        wording.register(SENTENCES)
        reads.register(READS)
        # Models are ready only now.
        from etabli.tablet import held as ours  # noqa: PLC0415

        held.register(ours.PARTS)
