"""The fact tables of support, in which only those read who may read support: codes, days and whole numbers, no words.

Days, keys and flags are as in `facts`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AssessedLevel:
    """A level of a competence that was seen of a person, as it stands; a time when none could be seen is no row."""

    subject: int
    """Key of the person."""
    framework: str
    """Code of the framework of competences."""
    scale_since: int
    """Version of the framework since which its levels mean the same: levels are compared within it."""
    competence: str
    """Code of the competence."""
    by_person: int
    """1 when the person says it of herself, 0 when someone else saw it."""
    turn: int
    """1 for the first of this person, competence and kind of rater on this scale, 2 for the next, in order of time."""
    day_no: int
    """Day number on which it was seen."""
    level: int
    """Rank of the level, from 0: it says which of two is higher, and nothing else."""


@dataclass(frozen=True, slots=True)
class SupportSession:
    """A session of a support action that a person had."""

    subject: int
    """Key of the person."""
    session: int
    """Key of the session."""
    action_kind: int
    """Key of the kind of action."""
    category: str
    """`at_work`, `skills`, `autonomy`, `social`, `health`, `rights`, `ordinary_work` or `other`."""
    day_no: int
    """Day number on which it took place."""
    minutes: int
    """Minutes of the person in it, whatever the size of the group."""


@dataclass(frozen=True, slots=True)
class WorkAdaptation:
    """What a workplace changed for a person, or in a workshop for everyone there."""

    subject: int | None
    """Key of the person; None for a whole workshop."""
    adaptation: int
    """Key of the adaptation."""
    from_day: int
    """Day number of the first day."""
    to_day: int
    """Day number of the first day after it; 9,999,999 when no end is said."""
    cost: int
    """Cost, tax included."""
    minutes_saved: int
    """Work minutes a week that it saves, as estimated by those who know the post."""


@dataclass(frozen=True, slots=True)
class EndedGoal:
    """A goal of a person that is no longer worked towards."""

    subject: int
    """Key of the person."""
    goal: int
    """Key of the goal."""
    ended_day: int
    """Day number of the first day on which it is no longer worked towards."""
    outcome: str
    """`reached`, `partly`, `not_reached` or `dropped`; empty when nobody said how it ended."""
