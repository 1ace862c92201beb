"""The sentences of what is refused about observations and goals, and the words of pictograms and states."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from etabli.support.states import GoalState, Pictogram

SENTENCES = {
    "observation_empty": _("Choose a pictogram, or say in a few words what was seen."),
    "pictogram_unknown": _("“%(value)s” is not one of the pictograms. Choose another one."),
    "observation_to_come": _("%(day)s has not come yet: what is seen is written on its day. Check the date."),
    "observed_elsewhere": _("%(name)s is not engaged here on %(day)s. Check the day, or the dates of the engagement."),
    "goal_empty": _("Say in a few plain words what is worked towards."),
    "goal_backwards": _("The goal ends before it starts, on %(start)s. Correct its last day."),
}

PICTOGRAMS = {
    Pictogram.WENT_WELL: _("Went well"),
    Pictogram.PROGRESS: _("Progress"),
    Pictogram.DIFFICULTY: _("Difficulty"),
    Pictogram.TIRED: _("Tired"),
    Pictogram.TENSION: _("Tension"),
    Pictogram.TALK: _("Needs a talk"),
}
EXPLANATIONS = {
    Pictogram.WENT_WELL: _("The work went as hoped, or better."),
    Pictogram.PROGRESS: _("Something succeeded that did not before."),
    Pictogram.DIFFICULTY: _("Something was hard, or did not succeed."),
    Pictogram.TIRED: _("Slower than usual, or asked for a rest."),
    Pictogram.TENSION: _("A disagreement with someone: what was seen, not who was right."),
    Pictogram.TALK: _("Asked to be heard, or someone should take the time."),
}
"""What each pictogram means, for those who choose one."""

GOAL_STATES = {
    GoalState.IN_FORCE: _("In force"),
    GoalState.TO_COME: _("To come"),
    GoalState.ENDED: _("Ended"),
}

READS = {
    "support.thread": _("Observations about a person"),
    "support.photo": _("Photo of an observation"),
}
"""What the log of reads says."""
