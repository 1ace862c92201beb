"""The words of the survey: what is asked, what is answered, what is refused."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.surveys.satisfaction.states import CampaignState, Face

SENTENCES = {
    "satisfaction_closes_first": _("It closes before it opens. Correct one of the two days."),
    "satisfaction_year_twice": _("There is a survey of %(year)s already. One a year."),
    "satisfaction_title_empty": _("Give the survey a name."),
    "satisfaction_no_question": _("Choose one question at least."),
    "satisfaction_many_questions": _("At most %(most)s questions of your own: the survey stays short."),
    "satisfaction_question_long": _("A question has at most %(most)s signs: make it shorter."),
    "satisfaction_printed": _("Codes were printed: days and questions no longer change. Close it, or let it run."),
    "satisfaction_too_many_codes": _(
        "One code for each person invited: %(invited)s. Codes that may still be printed: %(free)s."
    ),
    "satisfaction_not_open": _("Only an open survey can be closed."),
    "satisfaction_not_closed": _("This survey is not closed."),
    "satisfaction_told": _(
        "Its results are told: one more answer would be seen as the difference. It stays closed; make the one of next year."
    ),
    "satisfaction_closes_past": _("Choose a day after today on which it closes."),
    "satisfaction_not_yet": _("The survey has not begun yet. Come back later."),
    "satisfaction_closed": _("The survey is over. Thank you."),
    "satisfaction_used": _("This code was used already. Your answer is kept. Thank you."),
    "satisfaction_choice_wrong": _("Choose one of the drawings."),
    "satisfaction_words_long": _("Your text is too long: at most %(most)s signs."),
}
QUESTIONS = {
    "work": _("Do you like your work?"),
    "learning": _("Do you learn new things at work?"),
    "team": _("Do you feel good with the people you work with?"),
    "heard": _("Do the staff listen to you?"),
    "help": _("Do you get the help that you need?"),
    "safety": _("Do you feel safe at work?"),
    "choice": _("Can you choose what matters to you, at work and for your project?"),
    "place": _("Do you like the place where you work?"),
}
NAMES_OF_QUESTIONS = {
    "work": pgettext_lazy("survey", "The work"),
    "learning": pgettext_lazy("survey", "Learning"),
    "team": pgettext_lazy("survey", "The team"),
    "heard": pgettext_lazy("survey", "Being heard"),
    "help": pgettext_lazy("survey", "Help"),
    "safety": pgettext_lazy("survey", "Safety"),
    "choice": pgettext_lazy("survey", "Choosing"),
    "place": pgettext_lazy("survey", "The place"),
}
FACES = {
    Face.NOT_AT_ALL: _("No, not at all"),
    Face.LITTLE: _("Not really"),
    Face.SO_SO: _("More or less"),
    Face.YES: pgettext_lazy("face", "Yes"),
    Face.VERY_MUCH: _("Yes, very much"),
}
STATES = {
    CampaignState.TO_COME: pgettext_lazy("survey", "To come"),
    CampaignState.OPEN: pgettext_lazy("survey", "Open"),
    CampaignState.CLOSED: pgettext_lazy("survey", "Closed"),
}
KINDS = {CampaignState.TO_COME: "info", CampaignState.OPEN: "ok", CampaignState.CLOSED: "off"}
"""The sign of each, see `components/status.html`."""
_SHORT = 40


def question_worded(question: Mapping[str, str]) -> str:
    """{code, text} as it is asked."""
    return question["text"] or str(QUESTIONS[question["code"]])


def question_named(question: Mapping[str, str]) -> str:
    """{code, text} in few words, for a drawing."""
    text = question["text"]
    if not text:
        return str(NAMES_OF_QUESTIONS[question["code"]])
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"
