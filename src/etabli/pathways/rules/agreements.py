"""Rules of support agreements, reinforced pathways and partnerships. Nothing here reads a database or a clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from etabli.core.identifiers import is_finess
from etabli.core.periods import Period, months_after
from etabli.core.refusal import Refusal
