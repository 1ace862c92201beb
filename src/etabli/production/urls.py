"""Addresses of the room, under the number of an establishment."""

from datetime import date

from django.urls import path, register_converter

from etabli.kit.inputs import EARLIEST, LATEST
from etabli.production import views


class Day:
    """A day as ISO 8601 writes it, `2025-03-03`."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        day = date.fromisoformat(value)
        if not EARLIEST <= day <= LATEST:
            raise ValueError(value)
        return day

    def to_url(self, value: date | str) -> str:
        return value if isinstance(value, str) else value.isoformat()


register_converter(Day, "work_day")

app_name = "production"
urlpatterns = [
    path("", views.day, name="day"),
    path("day.<str:kind>", views.day_export, name="day_export"),
    path("people/<int:pk>/<work_day:day>/<int:half>/", views.work, name="work"),
    path("people/<int:pk>/lines/", views.person_lines, name="person_lines"),
    path("people/<int:pk>/contribution/", views.contribution, name="contribution"),
    path("people/<int:pk>/rhythm/", views.rhythm, name="rhythm"),
    path("people/<int:pk>/contribution/plain/", views.contribution_plain, name="contribution_plain"),
    path("outputs/add/<int:workshop>/<work_day:day>/", views.output_add, name="output_add"),
    path("outputs/restore/", views.output_restore, name="output_restore"),
    path("outputs/<uuid:key>/", views.output, name="output"),
    path("outputs/<uuid:key>/take-back/", views.output_take_back, name="output_take_back"),
    path("activities/", views.activities, name="activities"),
    path("activities/add/", views.activity_add, name="activity_add"),
    path("activities/<int:activity>/", views.activity, name="activity"),
    path("activities/<int:activity>/use/", views.activity_use, name="activity_use"),
    path("causes/add/", views.cause_add, name="cause_add"),
    path("causes/<int:cause>/", views.cause, name="cause"),
    path("causes/<int:cause>/use/", views.cause_use, name="cause_use"),
    path("unsuited/", views.unsuited, name="unsuited"),
    path("lines/", views.lines, name="lines"),
    path("lines/<int:line>/", views.line, name="line"),
    path("lines/<int:line>/operations/add/", views.operation_add, name="operation_add"),
    path("lines/<int:line>/operations/restore/", views.operation_restore, name="operation_restore"),
    path("lines/<int:line>/operations/<int:operation>/", views.operation, name="operation"),
    path("lines/<int:line>/operations/<int:operation>/remove/", views.operation_remove, name="operation_remove"),
    path("load/", views.load, name="load"),
    path("load/chart/", views.load_chart, name="load_chart"),
    path("load/<int:workshop>/<work_day:day>/", views.load_week, name="load_week"),
    path("load/bottlenecks/", views.bottlenecks, name="bottlenecks"),
    path("load/zones/", views.zones, name="zones"),
    path("load/sharing/", views.sharing, name="sharing"),
    path("orders/<int:order>/warnings/", views.order_warnings, name="order_warnings"),
    path("quality/", views.quality, name="quality"),
    path("presence/", views.presence, name="presence"),
    path("presence/<int:workshop>/target/", views.presence_target, name="presence_target"),
    path("handover/", views.handover, name="handover"),
    path("handover/add/", views.handover_add, name="handover_add"),
    path("handover/<uuid:key>/mark/", views.handover_mark, name="handover_mark"),
    path("interventions/", views.reports, name="reports"),
    path("interventions/<uuid:key>/", views.report, name="report"),
    path("interventions/<uuid:key>/correct/", views.report_edit, name="report_edit"),
    path("interventions/<uuid:key>/report.pdf", views.report_pdf, name="report_pdf"),
    path("interventions/<uuid:key>/photos/<uuid:photo>/", views.report_photo, name="report_photo"),
]
