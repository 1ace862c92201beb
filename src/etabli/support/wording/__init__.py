"""Sentences of what is refused, and the words of kinds and states, a file for each matter."""

from etabli.support.wording import competences, consents, evaluating, free_data, observing, plans, wills
from etabli.support.wording.competences import (
    COMPETENCE_KINDS as COMPETENCE_KINDS,
)
from etabli.support.wording.competences import (
    CONTEXTS as CONTEXTS,
)
from etabli.support.wording.competences import (
    FRAMEWORK_STATES as FRAMEWORK_STATES,
)
from etabli.support.wording.competences import (
    GAPS as GAPS,
)
from etabli.support.wording.competences import (
    PROFILE_KINDS as PROFILE_KINDS,
)
from etabli.support.wording.competences import (
    RATERS as RATERS,
)
from etabli.support.wording.consents import (
    ANSWERS as ANSWERS,
)
from etabli.support.wording.consents import (
    BASES as BASES,
)
from etabli.support.wording.consents import (
    MEANS as MEANS,
)
from etabli.support.wording.consents import (
    SHARE_STATES as SHARE_STATES,
)
from etabli.support.wording.consents import (
    SHARED_FIELDS as SHARED_FIELDS,
)
from etabli.support.wording.free_data import (
    FIELD_KINDS as FIELD_KINDS,
)
from etabli.support.wording.free_data import (
    TARGETS as TARGETS,
)
from etabli.support.wording.observing import (
    EXPLANATIONS as EXPLANATIONS,
)
from etabli.support.wording.observing import (
    GOAL_STATES as GOAL_STATES,
)
from etabli.support.wording.observing import (
    PICTOGRAMS as PICTOGRAMS,
)

SENTENCES = {
    **competences.SENTENCES,
    **consents.SENTENCES,
    **evaluating.SENTENCES,
    **free_data.SENTENCES,
    **observing.SENTENCES,
    **plans.SENTENCES,
    **wills.SENTENCES,
}
READS = {**competences.READS, **consents.READS, **free_data.READS, **observing.READS, **plans.READS}
NAMES = plans.NAMES
