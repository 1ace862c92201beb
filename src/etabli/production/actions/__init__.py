"""Writes of production."""

from etabli.production.actions.acts import (
    Answer,
    HandoverOperation,
    InterventionOperation,
    MarkOperation,
    OutputOperation,
    PersonTime,
    WorkOperation,
)
from etabli.production.actions.demand import follow_calendar, follow_members
from etabli.production.actions.deriving import follow_attendance, rederive_work
from etabli.production.actions.handover import record_handover, record_handover_mark
from etabli.production.actions.intervening import record_interventions
from etabli.production.actions.lines import follow_lines
from etabli.production.actions.producing import record_output
from etabli.production.actions.settings import (
    ActivitySpec,
    save_activity,
    save_cause,
    set_presence_target,
    set_rhythm,
    set_unsuited_policy,
    use_activity,
    use_cause,
)
from etabli.production.actions.sheets import OperationSpec, remove_operation, save_operation
from etabli.production.actions.suiting import check_allotted
from etabli.production.actions.tasks import rederive_tasks
from etabli.production.actions.working import record_work

__all__ = [
    "ActivitySpec",
    "Answer",
    "HandoverOperation",
    "InterventionOperation",
    "MarkOperation",
    "OperationSpec",
    "OutputOperation",
    "PersonTime",
    "WorkOperation",
    "check_allotted",
    "follow_attendance",
    "follow_calendar",
    "follow_lines",
    "follow_members",
    "record_handover",
    "record_handover_mark",
    "record_interventions",
    "record_output",
    "record_work",
    "rederive_tasks",
    "rederive_work",
    "remove_operation",
    "save_activity",
    "save_cause",
    "save_operation",
    "set_presence_target",
    "set_rhythm",
    "set_unsuited_policy",
    "use_activity",
    "use_cause",
]
