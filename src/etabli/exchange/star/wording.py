"""The words of the star schema."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

PSEUDONYMOUS, NOMINATIVE = "exchange.star", "exchange.star.nominative"
PSEUDONYMOUS_SUPPORT, NOMINATIVE_SUPPORT = "exchange.star.support", "exchange.star.nominative.support"
"""Codes in the log of reads."""
READS = {
    PSEUDONYMOUS: _("Star schema, without names"),
    NOMINATIVE: _("Star schema, with names"),
    PSEUDONYMOUS_SUPPORT: _("Star schema with facts of support, without names"),
    NOMINATIVE_SUPPORT: _("Star schema with facts of support, with names"),
}
SENTENCES = {
    "folder_of_others": _("“%(value)s” holds something else than a star schema. Choose an empty folder, or a new one."),
}
