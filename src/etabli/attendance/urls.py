"""Addresses of the room, under the number of an establishment."""

from datetime import date

from django.urls import path, register_converter

from etabli.attendance import views
from etabli.core.periods import monday_of

FIRST_YEAR, LAST_YEAR = 1995, 2100


class Week:
    """A week as ISO 8601 writes it, `2026-W47`; its Monday."""

    regex = r"\d{4}-W\d{2}"

    def to_python(self, value: str) -> date:
        year, number = value.split("-W")
        if not FIRST_YEAR <= int(year) <= LAST_YEAR:
            raise ValueError(value)
        return date.fromisocalendar(int(year), int(number), 1)

    def to_url(self, value: date | str) -> str:
        if isinstance(value, str):
            return value
        year, number, _ = monday_of(value).isocalendar()
        return f"{year}-W{number:02d}"


class Month:
    """A month, `2026-11`; its first day."""

    regex = r"\d{4}-\d{2}"

    def to_python(self, value: str) -> date:
        year, number = value.split("-")
        if not FIRST_YEAR <= int(year) <= LAST_YEAR:
            raise ValueError(value)
        return date(int(year), int(number), 1)

    def to_url(self, value: date | str) -> str:
        return value if isinstance(value, str) else f"{value:%Y-%m}"


class Year:
    regex = r"\d{4}"

    def to_python(self, value: str) -> int:
        if not FIRST_YEAR <= int(value) <= LAST_YEAR:
            raise ValueError(value)
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04d}"


register_converter(Week, "week")
register_converter(Month, "month")
register_converter(Year, "attendance_year")

app_name = "attendance"
urlpatterns = [
    path("", views.week, name="week"),
    path("<week:week>/", views.week, name="week"),
    path("<week:week>/last-week/", views.last_week, name="last_week"),
    path("due/", views.due, name="due"),
    path("operations/", views.operations, name="operations"),
    path("half-day/", views.half_day, name="half_day"),
    path("sheet/", views.sheet, name="sheet"),
    path("sheet/<month:month>/", views.sheet, name="sheet"),
    path("sheet/<week:week>/", views.sheet, name="sheet"),
    path("type-in/", views.type_in, name="type_in"),
    path("type-in/<month:month>/", views.type_in, name="type_in"),
    path("type-in/<month:month>/check/<int:pk>/", views.type_in_check, name="type_in_check"),
    path("notes/", views.notes, name="notes"),
    path("notes/add/", views.note_add, name="note_add"),
    path("notes/restore/", views.note_restore, name="note_restore"),
    path("notes/<int:note>/", views.note, name="note"),
    path("notes/<int:note>/received/", views.note_received, name="note_received"),
    path("notes/<int:note>/remove/", views.note_remove, name="note_remove"),
    path("lasting/", views.lasting, name="lasting"),
    path("lasting/add/", views.lasting_add, name="lasting_add"),
    path("lasting/<uuid:absence>/end/", views.lasting_end, name="lasting_end"),
    path("months/", views.months, name="months"),
    path("months/<month:month>/", views.month, name="month"),
    path("months/<month:month>/close/", views.month_close, name="month_close"),
    path("months/<month:month>/reopen/", views.month_reopen, name="month_reopen"),
    path("codes/", views.codes, name="codes"),
    path("codes/add/", views.code_add, name="code_add"),
    path("codes/<int:code>/", views.code, name="code"),
    path("reconciliation/", views.reconcile, name="reconciliation"),
    path("reconciliation/<month:month>/", views.reconcile, name="reconciliation"),
    path("reconciliation/<month:month>/restore/", views.reconciliation_restore, name="reconciliation_restore"),
    path("reconciliation/<month:month>/export.<str:kind>", views.reconciliation_export, name="reconciliation_export"),
    path("people/<int:pk>/<attendance_year:year>/", views.calendar, name="calendar"),
]
