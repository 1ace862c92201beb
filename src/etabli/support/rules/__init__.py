"""Rules of the support room. Each `check_x` raises a Refusal; nothing here reads a database or a clock."""

from etabli.support.rules.assessing import (
    change as change,
)
from etabli.support.rules.assessing import (
    check_assessable as check_assessable,
)
from etabli.support.rules.assessing import (
    check_assessed_here as check_assessed_here,
)
from etabli.support.rules.assessing import (
    check_assessed_on as check_assessed_on,
)
from etabli.support.rules.assessing import (
    check_context as check_context,
)
from etabli.support.rules.assessing import (
    check_own as check_own,
)
from etabli.support.rules.assessing import (
    check_something_rated as check_something_rated,
)
from etabli.support.rules.assessing import (
    check_standing as check_standing,
)
from etabli.support.rules.assessing import (
    gap as gap,
)
from etabli.support.rules.competences import (
    MOST_LEVELS as MOST_LEVELS,
)
from etabli.support.rules.competences import (
    CompetenceSpec as CompetenceSpec,
)
from etabli.support.rules.competences import (
    FrameworkSpec as FrameworkSpec,
)
from etabli.support.rules.competences import (
    LevelSpec as LevelSpec,
)
from etabli.support.rules.competences import (
    check_competence as check_competence,
)
from etabli.support.rules.competences import (
    check_competence_once as check_competence_once,
)
from etabli.support.rules.competences import (
    check_draft as check_draft,
)
from etabli.support.rules.competences import (
    check_framework as check_framework,
)
from etabli.support.rules.competences import (
    check_framework_code as check_framework_code,
)
from etabli.support.rules.competences import (
    check_framework_title as check_framework_title,
)
from etabli.support.rules.competences import (
    check_framework_turn as check_framework_turn,
)
from etabli.support.rules.competences import (
    check_has_competences as check_has_competences,
)
from etabli.support.rules.competences import (
    check_holds_nothing as check_holds_nothing,
)
from etabli.support.rules.competences import (
    check_language as check_language,
)
from etabli.support.rules.competences import (
    check_parent as check_parent,
)
from etabli.support.rules.competences import (
    check_profile as check_profile,
)
from etabli.support.rules.competences import (
    check_scale as check_scale,
)
from etabli.support.rules.competences import (
    problems_of as problems_of,
)
from etabli.support.rules.competences import (
    scale_since as scale_since,
)
from etabli.support.rules.consents import (
    LONGEST_SHARE as LONGEST_SHARE,
)
from etabli.support.rules.consents import (
    MOST_TRIES as MOST_TRIES,
)
from etabli.support.rules.consents import (
    allowed_fields as allowed_fields,
)
from etabli.support.rules.consents import (
    check_expiry as check_expiry,
)
from etabli.support.rules.consents import (
    check_in_use as check_in_use,
)
from etabli.support.rules.consents import (
    check_may_share as check_may_share,
)
from etabli.support.rules.consents import (
    check_purpose as check_purpose,
)
from etabli.support.rules.consents import (
    check_purpose_code as check_purpose_code,
)
from etabli.support.rules.consents import (
    check_recipient as check_recipient,
)
from etabli.support.rules.consents import (
    check_shared_fields as check_shared_fields,
)
from etabli.support.rules.consents import (
    check_unanswered as check_unanswered,
)
from etabli.support.rules.consents import (
    share_state as share_state,
)
from etabli.support.rules.free_data import (
    NO as NO,
)
from etabli.support.rules.free_data import (
    YES as YES,
)
from etabli.support.rules.free_data import (
    check_field as check_field,
)
from etabli.support.rules.free_data import (
    check_field_roles as check_field_roles,
)
from etabli.support.rules.free_data import (
    check_field_stays as check_field_stays,
)
from etabli.support.rules.free_data import (
    check_kept_long_enough as check_kept_long_enough,
)
from etabli.support.rules.free_data import (
    check_months_closed as check_months_closed,
)
from etabli.support.rules.free_data import (
    free_value as free_value,
)
from etabli.support.rules.free_data import (
    retained_until as retained_until,
)
from etabli.support.rules.observing import (
    check_goal_days as check_goal_days,
)
from etabli.support.rules.observing import (
    check_goal_worded as check_goal_worded,
)
from etabli.support.rules.observing import (
    check_here as check_here,
)
from etabli.support.rules.observing import (
    check_pictogram as check_pictogram,
)
from etabli.support.rules.observing import (
    check_says_something as check_says_something,
)
from etabli.support.rules.observing import (
    check_seen as check_seen,
)
from etabli.support.rules.observing import (
    goal_state as goal_state,
)
