"""Forms of attendance; they turn input into values and save nothing."""

from etabli.attendance.forms.codes import CodeForm
from etabli.attendance.forms.grid import ChoiceForm, HalfDayForm, RangeForm
from etabli.attendance.forms.lasting import LastingForm
from etabli.attendance.forms.months import ReopenForm
from etabli.attendance.forms.notes import NoteForm
from etabli.attendance.forms.slips import SlipForm

__all__ = ["ChoiceForm", "CodeForm", "HalfDayForm", "LastingForm", "NoteForm", "RangeForm", "ReopenForm", "SlipForm"]
