from django.apps import AppConfig

from etabli.kit import held, rights, wording
from etabli.org import reads
from etabli.support.access import RIGHTS
from etabli.support.wording import NAMES, READS, SENTENCES


class SupportConfig(AppConfig):
    name = "etabli.support"
    label = "support"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        rights.register(RIGHTS)
        wording.register(SENTENCES)
        wording.register_names(NAMES)
        reads.register(READS)
        # Models are ready only now.
        from etabli.support import held as ours  # noqa: PLC0415
        from etabli.support import history  # noqa: PLC0415

        history.register()
        held.register(ours.PARTS)
