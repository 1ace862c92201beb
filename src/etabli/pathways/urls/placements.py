from django.urls import URLPattern, path

from etabli.pathways.views import papers, placements

urls_placements: list[URLPattern] = [
    path("placements/<int:placement>/", placements.placement, name="placement"),
    path("placements/<int:placement>/papers/<slug:paper>/", papers.paper, name="paper"),
    path("placements/<int:placement>/papers/<slug:paper>/pdf/", papers.paper_file, name="paper_file"),
]
