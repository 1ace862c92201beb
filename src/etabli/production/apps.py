from django.apps import AppConfig

from etabli.kit import changes, held, rights, wording
from etabli.orders.topics import LINE_ALLOTTED, ORDER_LINES_CHANGED
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
        from etabli.orders.queries import made_on_lines  # noqa: PLC0415
        from etabli.org.actions import CALENDAR_CHANGED  # noqa: PLC0415
        from etabli.people.actions import ENGAGEMENTS_CHANGED  # noqa: PLC0415
        from etabli.production import held as ours  # noqa: PLC0415
        from etabli.production import history  # noqa: PLC0415
        from etabli.production.actions import (  # noqa: PLC0415
            check_allotted,
            follow_attendance,
            follow_calendar,
            follow_lines,
            follow_members,
        )
        from etabli.production.queries.lines import good_of  # noqa: PLC0415

        history.register()
        held.register(ours.PARTS)
        reads.register(READS)
        changes.listen(FACTS_CHANGED, follow_attendance)
        changes.listen(ORDER_LINES_CHANGED, follow_lines)
        changes.listen(CALENDAR_CHANGED, follow_calendar)
        changes.listen(ENGAGEMENTS_CHANGED, follow_members)
        changes.listen(LINE_ALLOTTED, check_allotted)
        made_on_lines(good_of)
