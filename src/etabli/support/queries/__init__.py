"""Reads of the support room, for its screens and for higher rooms."""

from etabli.support.queries.assessing import (
    Asked as Asked,
)
from etabli.support.queries.assessing import (
    Line as Line,
)
from etabli.support.queries.assessing import (
    Seen as Seen,
)
from etabli.support.queries.assessing import (
    assessments_of as assessments_of,
)
from etabli.support.queries.assessing import (
    baseline as baseline,
)
from etabli.support.queries.assessing import (
    changes as changes,
)
from etabli.support.queries.assessing import (
    gaps as gaps,
)
from etabli.support.queries.assessing import (
    latest as latest,
)
from etabli.support.queries.assessing import (
    line_of as line_of,
)
from etabli.support.queries.assessing import (
    rater_of as rater_of,
)
from etabli.support.queries.assessing import (
    reached as reached,
)
from etabli.support.queries.assessing import (
    series as series,
)
from etabli.support.queries.assessing import (
    side_by_side as side_by_side,
)
from etabli.support.queries.competences import (
    asked_by as asked_by,
)
from etabli.support.queries.competences import (
    assessed_with as assessed_with,
)
from etabli.support.queries.competences import (
    competence_specs as competence_specs,
)
from etabli.support.queries.competences import (
    framework_spec as framework_spec,
)
from etabli.support.queries.competences import (
    frameworks_in_use as frameworks_in_use,
)
from etabli.support.queries.competences import (
    frameworks_of as frameworks_of,
)
from etabli.support.queries.competences import (
    level_specs as level_specs,
)
from etabli.support.queries.competences import (
    levels_asked as levels_asked,
)
from etabli.support.queries.competences import (
    profiles_of as profiles_of,
)
from etabli.support.queries.evaluating import (
    Effect as Effect,
)
from etabli.support.queries.evaluating import (
    Had as Had,
)
from etabli.support.queries.evaluating import (
    OfGroup as OfGroup,
)
from etabli.support.queries.evaluating import (
    OfPerson as OfPerson,
)
from etabli.support.queries.evaluating import (
    effect_of as effect_of,
)
from etabli.support.queries.evaluating import (
    index_of as index_of,
)
from etabli.support.queries.evaluating import (
    reliabilities as reliabilities,
)
from etabli.support.queries.observing import (
    Card as Card,
)
from etabli.support.queries.observing import (
    CertificationTold as CertificationTold,
)
from etabli.support.queries.observing import (
    Choice as Choice,
)
from etabli.support.queries.observing import (
    cards_of as cards_of,
)
from etabli.support.queries.observing import (
    goals_in_force as goals_in_force,
)
from etabli.support.queries.observing import (
    goals_of as goals_of,
)
from etabli.support.queries.observing import (
    photos_arrived as photos_arrived,
)
from etabli.support.queries.observing import (
    pictograms_told as pictograms_told,
)
from etabli.support.queries.observing import (
    thread_of as thread_of,
)
from etabli.support.queries.packages import (
    SCHEMA as SCHEMA,
)
from etabli.support.queries.packages import (
    SCHEMA_VERSION as SCHEMA_VERSION,
)
from etabli.support.queries.packages import (
    package_of as package_of,
)
from etabli.support.queries.packages import (
    whole_package as whole_package,
)
