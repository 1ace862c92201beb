"""The sentences of what is refused about the will to go to ordinary work."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "will_without_plan": _(
        "The plan is “%(plan_state)s”: what a person wants is written in a draft, or in a plan that was agreed."
    ),
    "will_stands": _("It was said already, on %(day)s, and not taken back. Correct what is written there."),
    "will_without_words": _(
        "Write how it was said, in the person's own words: without them it does not count as the person's will."
    ),
    "will_withdrawn_before": _("It was said on %(start)s: it cannot be taken back before that day. Correct the date."),
    "seeker_day_to_come": _(
        "%(day)s has not come yet. Write since when the person is registered as looking for a job."
    ),
}
