"""Sentences of the tablet room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "device_unknown": _(
        "This tablet is not known here, or no longer. What it holds is kept: ask a head of service to enrol it again."
    ),
    "device_name_wrong": _("Give the tablet a name of one to %(most)s signs, such as “Laundry 1”."),
    "tablet_language_unknown": _("This tablet does not speak this language (%(value)s)."),
    "tablet_not_for_you": _("%(name)s has no role here that uses a tablet. Ask a director for one."),
    "author_not_enrolled": _("Whoever wrote this was not on this tablet at that time. Enrol, then write it again."),
    "author_inactive": _("The account of %(name)s is closed: nothing is written in this name. Write it in another."),
    "code_not_yours_to_give": _(
        "%(name)s also works outside the workshops: a code in this name is made by a director."
    ),
    "enrolment_code_wrong": _(
        "This code is not valid: it is wrong, was used, or is of another day. Ask a head of service for a new one."
    ),
    "code_tries_too_many": _("Too many wrong codes were tried on this tablet. Try again in an hour."),
    "sync_body_too_large": _(
        "Too much was sent at once: at most %(most)s MB. Nothing of it was saved; it is sent again."
    ),
    "sync_too_many": _("%(value)s entries at once are too many: at most %(most)s. They are sent again in parts."),
    "sync_busy": _("The server is busy. Nothing is lost: the tablet tries again by itself."),
    "operation_kind_unknown": _(
        "This server does not know this kind of entry (%(value)s). Reload the page, then try again."
    ),
    "operation_failed": _("The server could not save this entry because of a fault of its own. Try again later."),
    "absence_days_wrong": _("An absence goes from a day to a later one, over at most %(most)s days."),
    "absence_nothing_due": _("No half-day is due between these days. Nothing was written."),
    "join_refused": _("This is about someone who could not be added to your team. See that entry first."),
    "join_missing": _(
        "This is about someone whose addition to your team has not arrived. Send it again after that one."
    ),
}

READS = {"tablet.data": _("Team loaded on a tablet")}
"""What the log of reads says."""
