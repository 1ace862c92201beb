"""The sentences of what is refused about the will to go to ordinary work."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "will_without_plan": _(
        "The plan is “%(plan_state)s”: what a person wants is written in a draft, or in a plan that was agreed."
    ),
    "will_stands": _("She said so already, on %(day)s, and did not take it back. Correct what is written there."),
    "will_without_words": _("Write how she said it, in her own words: without them it does not count as her will."),
    "will_withdrawn_before": _("She said it on %(start)s: she took it back on that day or later."),
    "seeker_day_to_come": _("%(day)s has not come yet. Write since when she is registered as looking for a job."),
}
