"""Addresses of the room, under the number of an establishment."""

from django.urls import path

from etabli.support import views

app_name = "support"
urlpatterns = [
    path("<int:pk>/", views.thread, name="thread"),
    path("<int:pk>/observe/", views.observe, name="observe"),
    path("<int:pk>/goals/add/", views.goal_add, name="goal_add"),
    path("<int:pk>/goals/<int:goal>/", views.goal, name="goal"),
    path("<int:pk>/goals/<int:goal>/end/", views.goal_end, name="goal_end"),
    path("<int:pk>/goals/<int:goal>/resume/", views.goal_resume, name="goal_resume"),
    path("photos/<uuid:observation>/", views.photo, name="photo"),
]
