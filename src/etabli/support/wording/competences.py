"""The sentences of what is refused about frameworks, profiles and assessments, and the words of their kinds and states."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from etabli.support.states import AssessmentContext, CompetenceKind, FrameworkState, Gap, ProfileKind, Rater

SENTENCES = {
    "framework_code_wrong": _("“%(value)s” is not a code: letters, digits, points and dashes, 40 at most."),
    "framework_code_taken": _("The code “%(value)s” is that of another framework here. Choose another one."),
    "framework_title_empty": _("Say what the framework is called."),
    "framework_language_unknown": _("“%(value)s” is not a language that is known here: %(known)s."),
    "framework_empty": _("A framework has one competence at least. Add one first."),
    "framework_not_a_draft": _("What was published is not changed: make a new version of it."),
    "framework_state_wrong": _("This framework is no longer in the state you saw. Load the page again."),
    "framework_drafted_already": _("A new version is being written already. Go on with that one."),
    "framework_not_published": _("“%(value)s” is not in use. Assess with the version that is."),
    "scale_length_wrong": _("A scale has from %(least)s to %(most)s levels."),
    "scale_level_empty": _("Give each level its word."),
    "scale_level_twice": _("Two levels are called “%(value)s”. Give each its own word."),
    "competence_code_wrong": _("“%(value)s” is not a code: letters, digits, points and dashes, 60 at most."),
    "competence_code_twice": _("The code “%(value)s” stands twice in the framework. Give each competence its own."),
    "competence_title_empty": _("Say what the competence “%(value)s” is."),
    "competence_kind_unknown": _("“%(value)s” is not a kind of competence. Write one of: %(known)s."),
    "competence_parent_unknown": _("“%(part)s” stands in “%(value)s”, which is not in the framework."),
    "competence_in_itself": _("“%(value)s” would stand in itself. Choose another group."),
    "competence_has_parts": _("“%(value)s” holds others: %(parts)s. Take them out of it first."),
    "profile_name_empty": _("Say which task or post it is."),
    "profile_name_taken": _("“%(value)s” is the name of another profile here. Choose another one."),
    "profile_asks_nothing": _("Choose the level of one competence at least."),
    "assessment_empty": _("Choose a level for one competence at least."),
    "assessment_to_come": _("%(day)s has not come yet: what is seen is written on its day. Check the date."),
    "assessed_elsewhere": _("%(name)s is not engaged here on %(day)s. Check the day, or the dates of the engagement."),
    "assessment_of_another": _("Only who wrote an assessment corrects it. Write one of your own."),
    "assessment_corrected_already": _("This assessment was corrected already. Load the page again."),
    "level_of_other_framework": _("This level is not of the scale of “%(value)s”. Load the page again."),
    "competence_unknown": _("One of these competences is not of this establishment. Load the page again."),
    "context_unknown": _("“%(value)s” is not a context. Choose another one."),
    "evidence_unknown": _("This observation is not about the person, or you may not read it. Choose another one."),
}

FRAMEWORK_STATES = {
    FrameworkState.DRAFT: _("Draft"),
    FrameworkState.PUBLISHED: _("In use"),
    FrameworkState.RETIRED: _("Replaced"),
}
COMPETENCE_KINDS = {
    CompetenceKind.KNOWLEDGE: _("Knowledge"),
    CompetenceKind.SKILL: _("Skill"),
    CompetenceKind.ATTITUDE: _("Attitude"),
}
PROFILE_KINDS = {ProfileKind.TASK: _("Task"), ProfileKind.POST: _("Post")}
CONTEXTS = {
    AssessmentContext.USUAL: _("At the usual task"),
    AssessmentContext.NEW: _("At a new task"),
    AssessmentContext.EXERCISE: _("In training, or shown on request"),
    AssessmentContext.OUTSIDE: _("On a placement, outside the house"),
    AssessmentContext.TALK: _("Told in a talk, not seen"),
}
RATERS = {Rater.STAFF: _("Seen by others"), Rater.PERSON: _("Self-assessment")}
GAPS = {Gap.REACHED: _("Reached"), Gap.BELOW: _("Not reached"), Gap.UNKNOWN: _("Not seen yet")}

READS = {
    "support.assessments": _("Competences of a person"),
    "support.assessment_photo": _("Photo of an assessment"),
}
