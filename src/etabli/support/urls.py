"""Addresses of the room, under the number of an establishment."""

from django.urls import path

from etabli.support import views
from etabli.support.views import frameworks, free_data, profiles, purposes, sharing

app_name = "support"
urlpatterns = [
    path("free-data/", free_data.free_find, name="free_find"),
    path("free-data/export/<slug:kind>/", free_data.free_export, name="free_export"),
    path("free-data/fields/", free_data.free_fields, name="free_fields"),
    path("free-data/fields/add/", free_data.free_field_add, name="free_field_add"),
    path("free-data/fields/<int:field>/", free_data.free_field, name="free_field"),
    path("free-data/fields/<int:field>/retire/", free_data.free_field_retire, name="free_field_retire"),
    path("<int:pk>/free-data/", free_data.free_data, name="free_data"),
    path("<int:pk>/free-data/<slug:target>/<int:about>/", free_data.free_data, name="free_about"),
    path("purposes/", purposes.purposes, name="purposes"),
    path("purposes/add/", purposes.purpose_add, name="purpose_add"),
    path("purposes/<int:purpose>/", purposes.purpose, name="purpose"),
    path("purposes/<int:purpose>/retire/", purposes.purpose_retire, name="purpose_retire"),
    path("<int:pk>/sharing/", sharing.sharing, name="sharing"),
    path("<int:pk>/sharing/readers/", sharing.readers, name="readers"),
    path("<int:pk>/sharing/ask/<int:purpose>/", sharing.consent, name="consent"),
    path("<int:pk>/sharing/said/<int:consent>/withdraw/", sharing.consent_withdraw, name="consent_withdraw"),
    path("<int:pk>/sharing/links/add/", sharing.share_add, name="share_add"),
    path("<int:pk>/sharing/links/<int:share>/close/", sharing.share_revoke, name="share_revoke"),
    path("frameworks/", frameworks.frameworks, name="frameworks"),
    path("frameworks/add/", frameworks.framework_add, name="framework_add"),
    path("frameworks/<int:framework>/", frameworks.framework, name="framework"),
    path("frameworks/<int:framework>/change/", frameworks.framework_change, name="framework_change"),
    path("frameworks/<int:framework>/scale/", frameworks.scale, name="scale"),
    path("frameworks/<int:framework>/publish/", frameworks.framework_publish, name="framework_publish"),
    path("frameworks/<int:framework>/revise/", frameworks.framework_revise, name="framework_revise"),
    path("frameworks/<int:framework>/discard/", frameworks.framework_discard, name="framework_discard"),
    path("frameworks/<int:framework>/package.json", frameworks.framework_export, name="framework_export"),
    path("frameworks/<int:framework>/competences/add/", frameworks.competence_add, name="competence_add"),
    path("frameworks/<int:framework>/competences/restore/", frameworks.competence_restore, name="competence_restore"),
    path("frameworks/<int:framework>/competences/<int:competence>/", frameworks.competence, name="competence"),
    path(
        "frameworks/<int:framework>/competences/<int:competence>/remove/",
        frameworks.competence_remove,
        name="competence_remove",
    ),
    path("profiles/", profiles.profiles, name="profiles"),
    path("profiles/add/", profiles.profile_add, name="profile_add"),
    path("profiles/restore/", profiles.profile_restore, name="profile_restore"),
    path("profiles/<int:profile>/", profiles.profile, name="profile"),
    path("profiles/<int:profile>/change/", profiles.profile_change, name="profile_change"),
    path("profiles/<int:profile>/remove/", profiles.profile_remove, name="profile_remove"),
    path("<int:pk>/", views.thread, name="thread"),
    path("<int:pk>/observe/", views.observe, name="observe"),
    path("<int:pk>/goals/add/", views.goal_add, name="goal_add"),
    path("<int:pk>/goals/<int:goal>/", views.goal, name="goal"),
    path("<int:pk>/goals/<int:goal>/end/", views.goal_end, name="goal_end"),
    path("<int:pk>/goals/<int:goal>/resume/", views.goal_resume, name="goal_resume"),
    path("photos/<uuid:observation>/", views.photo, name="photo"),
]
