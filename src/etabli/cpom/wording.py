"""Sentences of what is refused, and the words of kinds, states and gaps."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.cpom.states import Direction, DossierState, Gap, Horizon, Level, Standing
from etabli.indicators.wording import figure_named

SENTENCES = {
    "cpom_ends_before_it_starts": _("It ends before it begins. Correct one of the two days."),
    "cpom_too_long": _("A contract runs %(most)s years at most. Correct its last day."),
    "cpom_name_empty": _("Give it a name."),
    "cpom_twice": _("“%(name)s” stands here already from that day on. Correct the one that is there."),
    "cpom_wording_empty": _("Write the objective as the contract words it."),
    "cpom_source_empty": _("Say which contract, amendment or scheme says so, with its date."),
    "cpom_measure_unknown": _("“%(value)s” is no figure of this establishment. Choose another, or “other”."),
    "cpom_target_negative": _("A target is not below 0."),
    "cpom_rate_too_high": _("A rate is at most %(highest)s %%."),
    "cpom_year_outside": _("The contract does not hold in %(years)s."),
    "cpom_outside_the_contract": _("The contract holds from %(first)s until it ends: choose a day of it."),
    "cpom_amended_backwards": _(
        "What is agreed now holds from %(first)s: an amendment holds from that day on, or later."
    ),
    "cpom_withdrawn_already": _("This objective was withdrawn already."),
    "cpom_days_cut_terms": _("Objectives hold from %(first)s on: the contract cannot begin later, nor end before."),
    "cpom_value_is_counted": _("This measure is counted: its value is not typed. Write a comment instead."),
    "cpom_nothing_said": _("Write a value or a comment."),
    "cpom_several_levels": _("An objective is set for one workshop, one group or one person: choose one, or none."),
    "cpom_level_elsewhere": _("That workshop, group or person is not of this establishment."),
    "cpom_regional_overlap": _(
        "A regional target for this figure holds already from %(first)s on. End that one first."
    ),
    "cpom_basin_value_wrong": _("Say what is counted, the year and where the number comes from."),
    "cpom_dossier_frozen": _("This dossier is frozen: it is never changed. Make another one."),
    "cpom_no_figure_chosen": _("Choose one figure at least."),
    "simulation_few_full_timers": _(
        "Full-timers on the last day of the year: %(known)s. No more than these can go part-time."
    ),
}

LEVELS = {
    Level.ESTABLISHMENT: _("The whole establishment"),
    Level.WORKSHOP: _("A workshop"),
    Level.GROUP: _("A work group"),
    Level.PERSON: _("A person"),
}
DIRECTIONS = {Direction.AT_LEAST: _("at least"), Direction.AT_MOST: _("at most")}
HORIZONS = {Horizon.YEARLY: _("each year"), Horizon.TERM: _("over the whole contract")}
STANDINGS = {
    Standing.MET: _("Met"),
    Standing.NOT_MET: _("Not met"),
    Standing.MET_SO_FAR: _("Met so far"),
    Standing.NOT_SO_FAR: _("Not met so far"),
    Standing.NO_TARGET: _("No target"),
    Standing.UNKNOWN: _("Not known"),
    Standing.TO_COME: _("To come"),
}
KINDS = {
    Standing.MET: "ok",
    Standing.NOT_MET: "late",
    Standing.MET_SO_FAR: "ok",
    Standing.NOT_SO_FAR: "watch",
    Standing.NO_TARGET: "off",
    Standing.UNKNOWN: "watch",
    Standing.TO_COME: "info",
}
"""The sign of each, see `components/status.html`."""
DOSSIER_STATES = {
    DossierState.DRAFT: pgettext_lazy("dossier", "Draft"),
    DossierState.FROZEN: pgettext_lazy("dossier", "Frozen"),
}
GAPS = {
    Gap.NOT_SIGNED: _("The day on which the contract was signed is not written down."),
    Gap.NO_OBJECTIVE: _("The contract has no objective yet."),
    Gap.NO_TARGET: _("%(objective)s: no target for %(years)s."),
    Gap.NOT_GIVEN: _("%(objective)s, %(years)s: the figure is not given. %(why)s"),
    Gap.UNDEFINED: _("%(objective)s, %(years)s: undefined, for nothing can be divided by 0."),
    Gap.NOT_SAID: _("%(objective)s: nobody said where it stands in %(years)s."),
    Gap.NO_EVIDENCE: _("No evidence is referred to."),
    Gap.PROVISIONAL: _("Provisional figures. %(why)s"),
}
READS: dict[str, Any] = {
    "cpom.progress": _("Objectives of a contract set for a person"),
}


def gap_worded(code: str, facts: dict[str, str]) -> str:
    """What is lacking, in words. `facts`: names of objectives, years and reasons, as text; `figure`: a code, for its name."""
    named = {"objective": figure_named(facts["figure"])} if "figure" in facts else {}
    return str(GAPS[Gap(code)]) % {**facts, **named}
