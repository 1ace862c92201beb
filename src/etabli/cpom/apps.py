from django.apps import AppConfig

from etabli.cpom.access import RIGHTS
from etabli.cpom.wording import READS, SENTENCES
from etabli.kit import held, rights, wording
from etabli.org import reads


class CpomConfig(AppConfig):
    name = "etabli.cpom"
    label = "cpom"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        rights.register(RIGHTS)
        wording.register(SENTENCES)
        reads.register(READS)
        # Models are ready only now.
        from etabli.cpom import held as ours  # noqa: PLC0415

        held.register(ours.PARTS)
