"""Pages of figures: of one establishment, and of a scope above it."""

from etabli.indicators.views.cohorts import cohorts, cohorts_chart
from etabli.indicators.views.comparison import compare
from etabli.indicators.views.dashboard import chart, dashboard, note
from etabli.indicators.views.explanation import explain, explain_person, export
from etabli.indicators.views.scopes import scope_benchmark, scope_benchmark_export, scope_explain, scope_overview
from etabli.indicators.views.support_effect import support_effect
from etabli.indicators.views.support_effort import (
    support_comparison,
    support_comparison_remove,
    support_effort,
)
from etabli.indicators.views.support_evolution import support_evolution, support_evolution_chart
from etabli.indicators.views.support_work import support_work
from etabli.indicators.views.targets import targets, targets_restore

__all__ = [
    "chart",
    "cohorts",
    "cohorts_chart",
    "compare",
    "dashboard",
    "explain",
    "explain_person",
    "export",
    "note",
    "scope_benchmark",
    "scope_benchmark_export",
    "scope_explain",
    "scope_overview",
    "support_comparison",
    "support_comparison_remove",
    "support_effect",
    "support_effort",
    "support_evolution",
    "support_evolution_chart",
    "support_work",
    "targets",
    "targets_restore",
]
