"""The forms of production."""

from etabli.production.forms.day import DayChoice, OutputForm, WorkForm, output_initial, work_initial
from etabli.production.forms.log import ActivityForm, CauseForm, MessageForm, ReportForm, report_initial

__all__ = [
    "ActivityForm",
    "CauseForm",
    "DayChoice",
    "MessageForm",
    "OutputForm",
    "ReportForm",
    "WorkForm",
    "output_initial",
    "report_initial",
    "work_initial",
]
