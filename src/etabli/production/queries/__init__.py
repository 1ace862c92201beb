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

__all__ = [
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
