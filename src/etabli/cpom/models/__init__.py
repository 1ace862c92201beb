"""Tables of the room, a file for each matter. Rows are written by `actions` only."""

from etabli.cpom.models.context import BasinRow as BasinRow
from etabli.cpom.models.context import RegionalTarget as RegionalTarget
from etabli.cpom.models.contracts import Contract as Contract
from etabli.cpom.models.contracts import Objective as Objective
from etabli.cpom.models.contracts import ObjectiveTerms as ObjectiveTerms
from etabli.cpom.models.contracts import ObjectiveYear as ObjectiveYear
from etabli.cpom.models.contracts import Statement as Statement
from etabli.cpom.models.dossiers import Dossier as Dossier
from etabli.cpom.models.dossiers import DossierEvidence as DossierEvidence
