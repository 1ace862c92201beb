"""Reads of production, for screens and for higher rooms."""

from etabli.production.queries.attended import at_work
from etabli.production.queries.captured import (
    OutputWritten,
    WorkWritten,
    activities_of,
    activity_flags,
    causes_of,
    output_registers,
    outputs_named,
    record_of,
    standing_outputs,
    standing_work,
    work_named,
    work_registers,
)
from etabli.production.queries.told import (
    activities_told,
    at_work_told,
    causes_told,
    handover_told,
    name_of,
    output_value,
    outputs_told,
    work_told,
    work_value,
)

__all__ = [
    "work_value",
    "work_told",
    "outputs_told",
    "output_value",
    "name_of",
    "handover_told",
    "causes_told",
    "at_work_told",
    "activities_told",
    "OutputWritten",
    "WorkWritten",
    "activities_of",
    "activity_flags",
    "at_work",
    "causes_of",
    "output_registers",
    "outputs_named",
    "record_of",
    "standing_outputs",
    "standing_work",
    "work_named",
    "work_registers",
]
