"""What is said of changes: always that one was observed, never that something caused it."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from etabli.core.evolution import Lack, NotEnough, PersonChange, is_reliable
from etabli.core.group_change import Correction, GroupChange, GroupTrend, is_observed
from etabli.kit import localised

LACKS = {
    Lack.SCORES_BEFORE: _("Not enough data: %(have)s of the %(need)s assessments needed before."),
    Lack.SCORES_AFTER: _("Not enough data: %(have)s of the %(need)s assessments needed after."),
    Lack.SCORES: _("Not enough data: %(have)s of the %(need)s assessments needed in all."),
    Lack.PERSONS: _("Not enough data: %(have)s of the %(need)s persons needed."),
    Lack.TIMES: _("Not enough data: %(have)s of the %(need)s times needed."),
}
CORRECTIONS = {
    Correction.HOLM: _("Holm: the chance of even one false alarm stays below 5 in 100"),
    Correction.BENJAMINI_HOCHBERG: _(
        "Benjamini–Hochberg: at most 5 in 100 of what is called observed is a false alarm"
    ),
}
READS = {
    "indicators.explanation": _("The rows behind a figure"),
    "indicators.support_effect": _("What changed around a kind of action"),
    "indicators.support_evolution": _("How a person's competences evolve"),
    "indicators.support_work": _("Goals of a person beside the work"),
    "indicators.support_effort": _("Support hours and adaptations by person"),
}
"""What the log of reads says."""

Verdict = tuple[str, str]
"""Kind of `components/status.html`, words."""


def lack_worded(lack: NotEnough) -> str:
    return str(LACKS[lack.lack]) % {"have": lack.have, "need": lack.need}


def correction_worded(correction: Correction) -> str:
    return str(CORRECTIONS[correction])


def group_verdict(change: GroupChange | NotEnough, chance: float | None) -> Verdict:
    if isinstance(change, NotEnough) or chance is None:
        return "off", lack_worded(change) if isinstance(change, NotEnough) else ""
    if not is_observed(chance) or not change.size:
        return "off", gettext("No change observed")
    return "info", gettext("Change observed: higher") if change.size > 0 else gettext("Change observed: lower")


def trend_verdict(change: GroupTrend | NotEnough, chance: float | None) -> Verdict:
    if isinstance(change, NotEnough) or chance is None:
        return "off", lack_worded(change) if isinstance(change, NotEnough) else ""
    words = {"times": change.times, "persons": change.persons}
    if is_observed(chance):
        return "info", gettext("Rise observed over %(times)s times (%(persons)s persons)") % words
    return "off", gettext("No rise observed over %(times)s times (%(persons)s persons)") % words


def person_verdict(change: PersonChange | NotEnough, chance: float | None) -> Verdict:
    if isinstance(change, NotEnough) or chance is None:
        return "off", lack_worded(change) if isinstance(change, NotEnough) else ""
    if not is_observed(chance) or not change.compared.balance:
        return "off", gettext("No change observed")
    if change.was_under_way:
        return "watch", gettext("Change observed, and under way before")
    up = change.compared.balance > 0
    return "info", gettext("Change observed: higher") if up else gettext("Change observed: lower")


def index_worded(index: float | None) -> str:
    """The Reliable Change Index, and whether it passes the error of the measure; empty when it is not offered."""
    if index is None:
        return ""
    words = {"index": localised.number(index, 2)}
    if is_reliable(index):
        return gettext("%(index)s: beyond the error of the measure") % words
    return gettext("%(index)s: within the error of the measure") % words


def chance_worded(chance: float | None) -> str:
    """`2.0 %`; very small ones as less than the smallest shown."""
    if chance is None:
        return ""
    return f"< {localised.ratio(0.001)}" if chance < 0.001 else localised.ratio(chance)
