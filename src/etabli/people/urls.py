"""Addresses of the room, under the number of an establishment."""

app_name = "people"
urlpatterns = []
