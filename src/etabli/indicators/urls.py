"""Addresses of the room: under the number of an establishment, and under a scope above it."""

from django.urls import path

from etabli.indicators import views

app_name = "indicators"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("compare/", views.compare, name="compare"),
    path("cohorts/", views.cohorts, name="cohorts"),
    path("cohorts/chart/", views.cohorts_chart, name="cohorts_chart"),
    path("note/", views.note, name="note"),
    path("targets/", views.targets, name="targets"),
    path("targets/restore/", views.targets_restore, name="targets_restore"),
    path("support/effect/", views.support_effect, name="support_effect"),
    path("support/evolution/<int:pk>/", views.support_evolution, name="support_evolution"),
    path("support/evolution/<int:pk>/chart/", views.support_evolution_chart, name="support_evolution_chart"),
    path("support/work/<int:pk>/", views.support_work, name="support_work"),
    path("support/effort/", views.support_effort, name="support_effort"),
    path("support/comparison/", views.support_comparison, name="support_comparison"),
    path("support/comparison/<int:pk>/remove/", views.support_comparison_remove, name="support_comparison_remove"),
    path("<slug:code>/", views.explain, name="explain"),
    path("<slug:code>/chart/", views.chart, name="chart"),
    path("<slug:code>/export/", views.export, name="export"),
    path("<slug:code>/persons/<int:pk>/", views.explain_person, name="explain_person"),
]

scope_urlpatterns = [
    path("", views.scope_overview, name="overview"),
    path("benchmark/", views.scope_benchmark, name="benchmark"),
    path("benchmark/export/", views.scope_benchmark_export, name="benchmark_export"),
    path("<slug:code>/", views.scope_explain, name="explain"),
]
"""Included in the namespace `scope`."""
