from django.apps import AppConfig

from etabli.kit import changes, held, rights, wording
from etabli.orders.topics import ORDER_LINES_CHANGED
from etabli.org import reads
from etabli.production.access import RIGHTS
from etabli.production.wording import READS, SENTENCES


class ProductionConfig(AppConfig):
    name = "etabli.production"
    label = "production"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        rights.register(RIGHTS)
        wording.register(SENTENCES)
        # Models are ready only now, and the actions import them.
        from etabli.attendance.deriving import FACTS_CHANGED  # noqa: PLC0415
        from etabli.production import held as ours  # noqa: PLC0415
        from etabli.production import history  # noqa: PLC0415
        from etabli.production.actions import follow_attendance, follow_lines  # noqa: PLC0415

        history.register()
        held.register(ours.PARTS)
        reads.register(READS)
        changes.listen(FACTS_CHANGED, follow_attendance)
        changes.listen(ORDER_LINES_CHANGED, follow_lines)
