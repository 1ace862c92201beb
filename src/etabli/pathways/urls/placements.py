from django.urls import URLPattern, path

from etabli.pathways.views import papers, placements, placing

urls_placements: list[URLPattern] = [
    path("<int:pk>/placements/add/<slug:device>/", placing.placement_add, name="placement_add"),
    path("placements/<int:placement>/", placements.placement, name="placement"),
    path("placements/<int:placement>/change/", placing.placement_change, name="placement_change"),
    path("placements/<int:placement>/agree/", placing.placement_agree, name="placement_agree"),
    path("placements/<int:placement>/steps/", placing.placement_steps, name="placement_steps"),
    path("placements/<int:placement>/renew/", placing.placement_renew, name="placement_renew"),
    path("placements/<int:placement>/end/", placing.placement_end, name="placement_end"),
    path("placements/<int:placement>/end/undo/", placing.placement_end_undo, name="placement_end_undo"),
    path("placements/<int:placement>/unknown/", placing.placement_unknown, name="placement_unknown"),
    path("placements/<int:placement>/cancel/undo/", placing.placement_cancel_undo, name="placement_cancel_undo"),
    path("placements/<int:placement>/reopen/", placing.placement_reopen, name="placement_reopen"),
    path("placements/<int:placement>/cancel/", placing.placement_cancel, name="placement_cancel"),
    path("placements/<int:placement>/papers/<slug:paper>/", papers.paper, name="paper"),
    path("placements/<int:placement>/papers/<slug:paper>/pdf/", papers.paper_file, name="paper_file"),
]
