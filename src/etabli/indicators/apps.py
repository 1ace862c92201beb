from django.apps import AppConfig

from etabli.indicators.access import RIGHTS
from etabli.indicators.effect_wording import READS
from etabli.indicators.wording import SENTENCES, figure_named
from etabli.kit import changes, rights, wording
from etabli.org import reads


class IndicatorsConfig(AppConfig):
    name = "etabli.indicators"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        rights.register(RIGHTS)
        wording.register(SENTENCES)
        reads.register(READS)
        wording.register_names({"figure": figure_named})
        # Models are ready only now, and the actions import them.
        from etabli.attendance.deriving import FACTS_CHANGED  # noqa: PLC0415
        from etabli.indicators.actions import follow_facts  # noqa: PLC0415

        changes.listen_around(FACTS_CHANGED, follow_facts)
