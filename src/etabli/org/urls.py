"""Addresses of the room, under the number of an establishment."""

from django.urls import path

from etabli.org import views

app_name = "org"
urlpatterns = [
    path("", views.settings, name="settings"),
    path("identity/", views.identity, name="identity"),
    path("holidays/<int:year>/", views.holidays, name="holidays"),
    path("access/", views.access, name="access"),
    path("access/add/", views.user_add, name="user_add"),
    path("access/give/", views.role_give, name="role_give"),
    path("access/restore/", views.role_restore, name="role_restore"),
    path("access/<int:grant>/withdraw/", views.role_withdraw, name="role_withdraw"),
    path("access/<int:user>/link/", views.user_link, name="user_link"),
    path("access/second-factor/", views.second_factor, name="second_factor"),
    path("access/reads/", views.reads, name="reads"),
    path("<slug:section>/add/", views.row_add, name="row_add"),
    path("<slug:section>/restore/", views.row_restore, name="row_restore"),
    path("<slug:section>/<int:pk>/", views.row, name="row"),
    path("<slug:section>/<int:pk>/remove/", views.row_remove, name="row_remove"),
]
