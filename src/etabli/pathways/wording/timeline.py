"""The words of the bands of someone's way, and what each device is, in one sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.pathways.rules.timeline import Lane
from etabli.pathways.states import Device

LANES = {
    Lane.WAITING: pgettext_lazy("way", "Waiting for a place"),
    Lane.HERE: pgettext_lazy("way", "In the establishment"),
    Lane.TRIAL: pgettext_lazy("way", "Trying out"),
    Lane.OUTSIDE: pgettext_lazy("way", "At work elsewhere, with us"),
    Lane.JOB: pgettext_lazy("way", "Jobs"),
    Lane.AGREEMENT: pgettext_lazy("way", "Support agreements"),
    Lane.LEAVING: pgettext_lazy("way", "Exits and returns"),
    Lane.RECOGNITION: pgettext_lazy("way", "Recognised skills"),
}
TOLD = {
    Device.MISPE: _(
        "Someone discovers the work here before being oriented; the MDPH or the employment service prescribes it."
    ),
    Device.PMSMP: _("Some weeks with an employer, with one objective: discover, confirm, or begin a recruitment."),
    Device.INTERNSHIP: _("Some days elsewhere to see and to learn, without a contract of work."),
    Device.MAD_INDIVIDUAL: _("The person works for a user, is named in the contract, and stays a worker of the ESAT."),
    Device.MAD_COLLECTIVE: _("A number of workers for one user; who comes may change. All stay workers of the ESAT."),
    Device.SERVICE: _("A team works at a client's under a commercial contract, led by its own supervisor."),
    Device.SUPPORTED_EMPLOYMENT: _("A job coach supports the person and the employer, before and after the contract."),
    Device.DUAL_ACTIVITY: _("Part of the week here, part in another paid work."),
    Device.SPRINGBOARD: _("A fixed-term contract in an adapted company, as a step to an ordinary one."),
    Device.JOB: _("A contract of work with an ordinary employer or an adapted company."),
}
LIMITS = {
    Device.MISPE: (
        _("At most %(days)s working days, renewed once: %(periods)s in twelve months."),
        {"days": "pathways_mispe_days", "periods": "pathways_mispe_periods"},
    ),
    Device.PMSMP: (
        _(
            "Months, date to date: %(months)s at most; %(periods)s with the same host in twelve months, %(days)s days in all."
        ),
        {"months": "pathways_pmsmp_months", "periods": "pathways_pmsmp_periods", "days": "pathways_pmsmp_days"},
    ),
    Device.MAD_INDIVIDUAL: (
        _("At most %(months)s months, longer with the agreement of the CDAPH; the MDPH is told within %(days)s days."),
        {"months": "pathways_mad_months", "days": "pathways_mad_notice_days"},
    ),
    Device.SPRINGBOARD: (
        _("From %(least)s to %(most)s months, renewals included."),
        {"least": "pathways_springboard_least_months", "most": "pathways_springboard_most_months"},
    ),
}
"""What limits a device: the sentence, and the parameter that gives each of its numbers."""
READS = {
    "pathways.overview": _("Pathways: who is where"),
    "pathways.timeline": _("Way to work of a person"),
    "pathways.placement": _("Placement"),
    "pathways.paper": _("Paper of a placement"),
    "pathways.host": _("Persons at a host"),
    "pathways.export": _("Placements taken as a sheet"),
}
"""What the log of reads says."""
