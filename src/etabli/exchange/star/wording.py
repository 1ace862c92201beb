"""The words of the star schema."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

PSEUDONYMOUS, NOMINATIVE = "exchange.star", "exchange.star.nominative"
"""Codes in the log of reads."""
READS = {PSEUDONYMOUS: _("Star schema, without names"), NOMINATIVE: _("Star schema, with names")}
SENTENCES = {
    "folder_of_others": _("“%(value)s” holds something else than a star schema. Choose an empty folder, or a new one."),
}
