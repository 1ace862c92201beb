"""The forms of production."""

from etabli.production.forms.contribution import SpanChoice
from etabli.production.forms.day import DayChoice, OutputForm, WorkForm, output_initial, work_initial
from etabli.production.forms.lines import (
    MonthChoice,
    OperationForm,
    RhythmForm,
    TargetForm,
    WorkshopChoice,
    operation_initial,
)
from etabli.production.forms.log import ActivityForm, CauseForm, MessageForm, ReportForm, report_initial

__all__ = [
    "ActivityForm",
    "CauseForm",
    "DayChoice",
    "MessageForm",
    "MonthChoice",
    "OperationForm",
    "OutputForm",
    "ReportForm",
    "SpanChoice",
    "RhythmForm",
    "TargetForm",
    "WorkForm",
    "WorkshopChoice",
    "operation_initial",
    "output_initial",
    "report_initial",
    "work_initial",
]
