from django.urls import URLPattern, path

from etabli.pathways.views import codes, overview, timeline

urls_overview: list[URLPattern] = [
    path("", overview.overview, name="pathways"),
    path("chart/", overview.chart, name="pathways_chart"),
    path("export/<str:kind>/", overview.export, name="pathways_export"),
    path("codes/", codes.device_codes, name="device_codes"),
    path("deadlines/", overview.deadlines, name="deadlines"),
    path("<int:pk>/", timeline.timeline, name="timeline"),
    path("<int:pk>/add/", timeline.step_add, name="step_add"),
]
