"""The screens of production."""

from etabli.production.views.contributing import contribution, contribution_plain, rhythm
from etabli.production.views.days import day, day_export
from etabli.production.views.following import presence, presence_target, quality
from etabli.production.views.handover import handover, handover_add, handover_mark
from etabli.production.views.lines import (
    line,
    lines,
    operation,
    operation_add,
    operation_remove,
    operation_restore,
    person_lines,
)
from etabli.production.views.load_people import sharing, zones
from etabli.production.views.outlook import bottlenecks, load, load_chart, load_week
from etabli.production.views.reports import report, report_edit, report_pdf, report_photo, reports
from etabli.production.views.settings import (
    activities,
    activity,
    activity_add,
    activity_use,
    cause,
    cause_add,
    cause_use,
    unsuited,
)
from etabli.production.views.warnings import order_warnings
from etabli.production.views.writing import output, output_add, output_restore, output_take_back, work

__all__ = [
    "activities",
    "activity",
    "activity_add",
    "activity_use",
    "bottlenecks",
    "cause",
    "cause_add",
    "cause_use",
    "contribution",
    "contribution_plain",
    "day",
    "day_export",
    "handover",
    "handover_add",
    "handover_mark",
    "line",
    "lines",
    "load",
    "load_chart",
    "load_week",
    "operation",
    "operation_add",
    "operation_remove",
    "operation_restore",
    "order_warnings",
    "output",
    "output_add",
    "output_restore",
    "output_take_back",
    "person_lines",
    "presence",
    "presence_target",
    "quality",
    "report",
    "report_edit",
    "report_pdf",
    "report_photo",
    "reports",
    "rhythm",
    "sharing",
    "unsuited",
    "work",
    "zones",
]
