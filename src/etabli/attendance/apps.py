from django.apps import AppConfig

from etabli.attendance.access import RIGHTS
from etabli.attendance.wording import READS, SENTENCES
from etabli.kit import changes, held, rights, wording
from etabli.org import reads, settled


class AttendanceConfig(AppConfig):
    name = "etabli.attendance"
    label = "attendance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        rights.register(RIGHTS)
        wording.register(SENTENCES)
        # Models are ready only now, and the actions import them.
        from etabli.attendance import held as ours  # noqa: PLC0415
        from etabli.attendance import history  # noqa: PLC0415
        from etabli.attendance.actions import rederive_all, rederive_persons  # noqa: PLC0415
        from etabli.attendance.queries import closed_months  # noqa: PLC0415
        from etabli.org.actions import CALENDAR_CHANGED  # noqa: PLC0415
        from etabli.people.actions import ENGAGEMENTS_CHANGED  # noqa: PLC0415

        history.register()
        held.register(ours.PARTS)
        reads.register(READS)
        settled.register(closed_months)
        changes.listen(CALENDAR_CHANGED, rederive_all)
        changes.listen(ENGAGEMENTS_CHANGED, rederive_persons)
