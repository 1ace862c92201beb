"""The sentences of imports: what is wrong, and what to do about it. The cell is put before the sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from etabli.core.refusal import Refusal
from etabli.exchange.reading.problems import Problem
from etabli.exchange.states import ImportKind
from etabli.exchange.wording_frameworks import FRAMEWORK_FILES, FRAMEWORKS
from etabli.exchange.wording_pop import POP
from etabli.kit.localised import colon
from etabli.kit.wording import sentence

CONFIGURATION = {
    "configuration_unreadable": _("%(path)s could not be read: %(detail)s"),
    "configuration_syntax": _("This is not TOML: %(detail)s"),
    "configuration_key_unknown": _("“%(value)s” is not a key here. Known keys: %(known)s."),
    "configuration_key_missing": _("The key “%(key)s” is missing."),
    "configuration_part_missing": _("%(key)s: “%(part)s” is missing in %(value)s."),
    "configuration_not_tables": _("%(key)s: a list of tables is expected, not %(value)s."),
    "configuration_not_text": _("%(key)s: a text between quotes is expected, not %(value)s."),
    "configuration_too_long": _("%(key)s: “%(value)s” is longer than %(longest)s characters. Shorten it."),
    "configuration_not_count": _("%(key)s: a whole number from 0 to 1,000,000 is expected, not %(value)s."),
    "configuration_not_flag": _("%(key)s: true or false is expected, not %(value)s."),
    "configuration_not_date": _("%(key)s: “%(value)s” is not a date. Write it 2025-01-31."),
    "configuration_not_list": _("%(key)s: a list is expected, not %(value)s."),
    "configuration_not_week": _('%(key)s: a week is expected, such as { mon = "MA", fri = "M" }, not %(value)s.'),
    "configuration_week_word": _("%(key)s: “%(value)s” is neither a day (mon … sun) nor M, A or MA."),
    "configuration_not_by_year": _('%(key)s: days by year are expected, such as { "2025" = 225 }, not %(value)s.'),
    "configuration_not_year": _("%(key)s: “%(value)s” is not a year."),
    "configuration_not_aliases": _('%(key)s: aliases are expected, such as { P = "PRE" }, not %(value)s.'),
    "configuration_alias_twice": _(
        "%(key)s: “%(value)s” means %(other)s already: capitals and accents make no difference. Keep one of them."
    ),
    "configuration_empty": _("%(key)s: at least one row is expected."),
    "configuration_day_twice": _("%(key)s: the day %(value)s stands twice."),
    "configuration_code_twice": _("%(key)s: the code %(value)s stands twice."),
    "configuration_number_twice": _("The establishment %(value)s stands twice in the file."),
}

FILES = FRAMEWORK_FILES | {
    "file_not_opened": _("“%(name)s” cannot be opened (%(reason)s). Check its name and that you may read it."),
    "file_empty": _("“%(name)s” is empty. Check that it was saved, and that it is the right file."),
    "file_too_big": _("“%(name)s” is over %(limit)s MB. Split it, for example one file a year."),
    "file_unpacks_too_big": _(
        "“%(name)s” unpacks to more than %(limit)s MB, or is packed abnormally tight: it is not read. Save only the useful"
        " sheets in a new file."
    ),
    "file_needs_too_much": _(
        "“%(name)s” asks for more memory than allowed. Save only the useful sheets in a new file."
    ),
    "file_too_slow": _("“%(name)s” was not read within %(limit)s seconds. Save only the useful sheets in a new file."),
    "file_protected": _(
        "“%(name)s” is protected by a password. Open it, take the password off, save it and import it again."
    ),
    "file_is_web_page": _("“%(name)s” is a web page under the name of a sheet. Open it and save it as .xlsx."),
    "file_not_a_sheet": _("“%(name)s” is no sheet. Files of type .xlsx, .xls, .ods and .csv can be read."),
    "file_damaged": _("“%(name)s” is damaged or cut short. Open it, save it under another name, and import that one."),
    "too_many_rows": _("“%(name)s” has a sheet of more than %(limit)s rows. Split it, for example one file a year."),
    "too_many_columns": _("“%(name)s” has a sheet of more than %(limit)s columns. Delete those that are of no use."),
    "too_many_cells": _("“%(name)s” has more than %(limit)s cells. Split it, for example one file a year."),
}

HEADERS = {
    "header_missing": _(
        "No header line was found in the first ten lines. Write the names of the columns there; a template can be downloaded."
    ),
    "columns_missing": _("Columns are missing: %(missing)s. Columns found: %(found)s. Add or rename them."),
    "column_twice": _("Two columns are called “%(value)s” or mean the same. Rename or delete one of them."),
    "no_attendance_in_sheet": _(
        "This sheet is neither a list (staff number, date, half-day, code) nor a month grid (one line a person, one column"
        " a day). Columns found: %(found)s."
    ),
    "month_needed": _("The columns are days without a month. Say which month it is (--month 2025-03), or write dates."),
    "sheet_of_other_month": _("The sheet “%(value)s” is not of the month asked for (%(month)s): it was left out."),
    "not_a_finess_export": _("This is not the FINESS export. Its first columns are: %(found)s."),
}

CELLS = {
    "value_missing": _("A value is required here. Fill in the cell."),
    "formula_not_computed": _(
        "This formula has no value in the file. Open it in a spreadsheet program, save it, and import it again."
    ),
    "error_cell": _("The formula of this cell shows an error. Correct it in the sheet."),
    "not_a_date": _("“%(value)s” is not a date. Write it as 31/12/2025 or 2025-12-31."),
    "year_of_two_digits": _("The year of “%(value)s” has two digits. Write it with four."),
    "no_such_day": _("“%(value)s”: there is no such day in the calendar. Correct the date."),
    "day_out_of_range": _("“%(value)s” is too far in the past or in the future. Correct the date."),
    "not_a_fraction": _("“%(value)s” is not a work fraction. Write 80 %% or 0,8."),
    "fraction_out_of_range": _("“%(value)s” is not a work fraction above 0 and up to 100 %%."),
    "not_a_sex": _("“%(value)s” is neither H or M (man) nor F or V (woman)."),
    "not_a_kind": _("“%(value)s” is not a known kind of contract. Write for example CAT, stagiaire, MISPE or élève."),
    "not_a_mark": _("“%(value)s” is neither a mark nor empty. Write x, or leave the cell empty."),
    "not_yes_or_no": _("“%(value)s” is neither yes nor no."),
    "not_a_half_day": _("“%(value)s” is not a half-day. Write M (morning), A (afternoon) or J (whole day)."),
    "not_minutes": _("“%(value)s” is not a duration. Write minutes (210) or hours and minutes (3h30)."),
    "too_many_minutes": _("“%(value)s” is longer than a half-day can be (twelve hours). Correct the cell."),
    "not_a_notice": _("“%(value)s” is not a notice. Write hours (48 h) or days (2 j)."),
    "too_many_codes": _(
        "“%(value)s” holds more codes than the column has half-days. Write one code for each half-day."
    ),
    "person_missing": _("This line has codes but no person. Write the staff number, or delete the line."),
    "row_twice": _("“%(value)s” stands already in %(other)s with the same entry. Delete one of the two lines."),
    "text_too_long": _("“%(value)s” is longer than %(longest)s characters. Shorten it."),
    "exits_differ": _(
        "“%(value)s” is another exit than on the other line of this engagement (%(other)s). Keep one of them."
    ),
    "kinds_differ": _(
        "“%(value)s” is another kind of contract than in %(place)s, for the same entry. Keep one of them, or give the"
        " second contract an entry of its own."
    ),
    "birth_dates_differ": _(
        "“%(value)s” is another birth date than in %(place)s (%(other)s), for the same staff number. Correct one of them."
    ),
    "sexes_differ": _("“%(value)s” is not what %(place)s says, for the same staff number. Correct one of them."),
    "number_of_two_persons": _(
        "The staff number “%(value)s” is that of %(mine)s here and of %(name)s in %(place)s. Give each person a number of"
        " their own, or correct the names."
    ),
    "ends_before_it_starts": _("The exit, “%(value)s”, is before the entry (%(starts_on)s). Correct one of them."),
    "changes_before_it_starts": _("The change, “%(value)s”, is before the entry (%(starts_on)s). Correct one of them."),
    "changes_after_it_ends": _("The change, “%(value)s”, is after the exit (%(last_day)s). Correct one of them."),
    "not_a_quantity": _("“%(value)s” is not a quantity. Write a number of 0 or more, with three decimals at most."),
    "not_a_price": _("“%(value)s” is not a price. Write a number of 0 or more, with four decimals at most."),
    "not_a_published_number": _("“%(value)s” is no number with three decimals at most."),
    "not_a_year": _("“%(value)s” is no year from 1900 to 2100."),
    "not_a_count": _("“%(value)s” is not a whole number."),
    "not_weekly_hours": _("“%(value)s” is no time a week. Write hours (17h30, 17,5) or minutes (1050)."),
    "not_a_share": _("“%(value)s” is not a percentage from 0 to 100. Write 25 %% or 0,25."),
    "not_a_choice": _("“%(value)s” is not known here. Write one of: %(known)s."),
    "line_twice": _("“%(value)s” stands already in %(other)s. Delete one of the two lines."),
    "order_days_differ": _("“%(value)s” is another day than in %(other)s, for the same order. Correct one of them."),
    "born_after_entry": _("The birth date, “%(value)s”, is not before the entry (%(starts_on)s). Correct one of them."),
}

MATCHING = {
    "establishment_not_configured": _(
        "No establishment with the number %(value)s is configured here. See: etabli configure."
    ),
    "cell_code_unknown": _(
        "“%(value)s” is not a code of this establishment. Known codes: %(known)s. Add an alias in the code table, or"
        " correct the cell."
    ),
    "staff_number_unknown": _(
        "“%(value)s” is not a staff number of this establishment. Import the person first, or correct the cell."
    ),
    "number_of_other_person": _(
        "The staff number “%(value)s” is registered as %(name)s, born on %(birth_date)s, not as %(written)s. Check the"
        " number, or correct the identity on the page of the person."
    ),
    "name_unknown": _(
        "Nobody called “%(value)s” is known in this establishment. Import the person first, or correct it."
    ),
    "name_ambiguous": _("Several persons are called “%(value)s”. Add a column with the staff number."),
    "half_day_twice": _(
        "This half-day of the same person stands already in %(other)s. Keep one of the two, or give each its minutes."
    ),
    "client_code_unknown": _("“%(value)s” is not the code of a client. Import the client first, or correct the cell."),
    "product_code_unknown": _("“%(value)s” is not in the catalogue. Import the product first, or correct the cell."),
    "work_to_come": _("%(value)s has not come yet: work is written on its day. Check the date."),
    "person_or_group": _("Say who: a staff number or a work group, not both."),
    "group_not_known": _("“%(value)s” is not a work group of this establishment. Correct the cell."),
    "nobody_at_work": _("Nobody of the group “%(value)s” was at work then. Check the attendance, or write persons."),
    "order_without_task": _("“%(value)s”: no open line of such an order is made in a workshop. Check the order."),
    "order_not_unique": _("“%(value)s” is the number of orders of several clients. Write our number instead."),
    "order_of_client_not_unique": _(
        "“%(value)s” is the number of several orders of this client. Write our number instead."
    ),
    "order_line_not_known": _("“%(value)s” is not an open line of the order. Those that are: %(known)s."),
    "cause_not_known": _("“%(value)s” is not a cause of rejects here. Known causes: %(known)s."),
    "vat_code_unknown": _(
        "“%(value)s” is not a VAT treatment of this establishment. Known codes: %(known)s. Add it in the settings."
    ),
    "vat_code_missing": _("Say how it is taxed: a code of the VAT treatments in the settings. Known codes: %(known)s."),
    "host_kind_not_said": _(
        "%(name)s is not known here yet: say of which kind it is, for example entreprise, public, association or EA."
    ),
    "outcome_without_end": _("“%(value)s” is how the placement ended: write its last day too."),
    "finess_wrong": _("“%(value)s” is not a FINESS number: it has nine characters. The line cannot be kept."),
}

WARNINGS = {
    "no_kind_column": _(
        "There is no column for the kind of contract: who is new was read as the usual kind here, the others keep theirs."
    ),
    "no_fraction_column": _(
        "There is no column for the work fraction: who is new was read as working full time, the others keep theirs."
    ),
    "fraction_taken_as_whole": _(
        "The work fraction is empty: it stays as it is registered, and is full time where nothing is."
    ),
    "pattern_to_confirm": _(
        "%(name)s works part time and the sheet does not say at which half-days: the weekly pattern is to be confirmed, and"
        " until then only typed half-days count."
    ),
    "name_changes": _(
        "%(number)s is registered as %(name)s: the name becomes %(written)s. Check that it is the same person."
    ),
    "birth_date_changes": _(
        "%(number)s, registered as %(name)s: the birth date becomes %(after)s instead of %(before)s. Check that it is the"
        " same person."
    ),
    "name_of_other_person": _(
        "“%(written)s” is written beside the staff number %(number)s, which is that of %(name)s. The codes are read as those"
        " of %(name)s: check the number."
    ),
    "day_in_future": _("%(day)s is still to come. Check the date, or the month of the sheet."),
    "present_when_closed": _(
        "Someone is written as present on %(day)s, when the establishment is closed. Check the cell, or the calendar in the"
        " settings."
    ),
    "half_day_very_long": _(
        "%(minutes)s minutes in one half-day are more than a whole day at full time (%(longest)s). Check the cell."
    ),
    "title_of_other_month": _(
        "The title “%(value)s” names another month than the one asked for (%(month)s). Check which month it is."
    ),
    "said_twice": _("This half-day is written twice in the same way (also in %(other)s): it was read once."),
    "header_damaged": _(
        "%(count)s column names are damaged: the columns were found by what is left of them and by position."
    ),
    "column_by_position": _("The name “%(value)s” is not the usual one: the column was taken by its position."),
    "places_by_position": _("The columns of approved places were taken by their position."),
    "finess_key_wrong": _("“%(value)s” is not a valid FINESS number (its key is wrong). The line was kept as it is."),
    "siret_key_wrong": _("“%(value)s” is not a valid SIRET number. The line was kept as it is."),
    "no_places": _("“%(value)s” has no approved place in the export."),
    "not_a_number_of_places": _("“%(value)s” is not a number of places: it was read as none."),
    "text_damaged": _("“%(value)s” shows signs of damaged letters. The line was kept as it is."),
    "text_shortened": _("“%(value)s” is too long and was shortened."),
}

IGNORED = {
    "title_ignored": _("Title: not read."),
    "column_ignored": _("Column “%(value)s”: not read."),
    "total_ignored": _("Total: not read."),
    "signature_ignored": _("Signature: not read."),
    "note_ignored": _("Note: not read."),
    "nothing_on_line": _("Nothing is written for “%(value)s”: nothing was changed."),
    "sheet_ignored": _("This sheet has no known header line: not read."),
    "hidden_sheet_ignored": _("This sheet is hidden: not read."),
    "half_day_never_open": _("The establishment is never open at “%(value)s”: the column was not read."),
}

SUBJECT_FILE = {
    "subject_file_nobody": _("Nobody is known here by %(value)s."),
    "subject_file_folder_taken": _("%(value)s is not empty. Choose a new folder."),
    "subject_file_key_lost": _("A text can no longer be opened: its key is not in keys/field-keys (%(detail)s)."),
}
PASSPORT = {
    "passport_erased": _("The name and all that told of the person were taken out: there is nothing left to hand on."),
    "passport_suffix": _("“%(value)s” is neither a .pdf nor a .json file. Give the file one of these endings."),
    "out_file_taken": _("%(value)s is there already. Choose another name, or move it away first."),
    "out_file_not_written": _("%(value)s cannot be written (%(reason)s). Check the folder."),
}
SENTENCES = (
    CONFIGURATION | FILES | HEADERS | CELLS | MATCHING | WARNINGS | IGNORED | FRAMEWORKS | SUBJECT_FILE | PASSPORT | POP
)
READS = {
    "exchange.subject_file": _("All that is held on a person, taken as files"),
    "exchange.passport": _("Career passport of a person"),
    "exchange.pop": _("Support plan of a person, taken as a file"),
    "exchange.passport_file": _("Career passport of a person, taken as a file"),
}
"""What the log of reads says."""

COLUMNS = {
    "staff_number": _("staff number"),
    "last_name": _("last name"),
    "first_name": _("first name"),
    "starts_on": _("entry date"),
    "day": _("date"),
    "slot": _("half-day"),
    "code": _("code"),
    "name": _("name"),
    "order": _("order"),
    "client": _("client code"),
    "ordered_on": _("order date"),
    "quantity": _("quantity"),
    "indicator": _("indicator"),
    "year": _("year"),
    "value": _("value"),
    "source": _("source"),
    "device": _("device"),
    "begins_on": _("first day"),
}
"""Columns that may be required, as they are called in a sentence."""


IMPORT_KINDS = {
    ImportKind.PEOPLE: _("People and their engagements"),
    ImportKind.ATTENDANCE: _("Attendance sheets"),
    ImportKind.CLIENTS: _("Clients"),
    ImportKind.CATALOGUE: _("Catalogue"),
    ImportKind.ORDERS: _("Orders and their lines"),
    ImportKind.WORK: _("Work on orders"),
    ImportKind.BASIN: _("The job basin"),
    ImportKind.PLACEMENTS: _("Placements"),
    ImportKind.PACKAGE: _("Support package"),
}

WRITTEN = {
    ImportKind.PEOPLE: _("engagements"),
    ImportKind.ATTENDANCE: _("half-days"),
    ImportKind.CLIENTS: _("clients"),
    ImportKind.CATALOGUE: _("products"),
    ImportKind.ORDERS: _("lines"),
    ImportKind.WORK: _("half-days and outputs"),
    ImportKind.BASIN: _("numbers on the job basin"),
    ImportKind.PLACEMENTS: _("placements"),
    ImportKind.PACKAGE: _("frameworks, kinds of actions, templates and fields"),
}
"""What a report counts."""


def told(problem: Problem) -> str:
    """The sentence of a problem, for a table that shows its place."""
    facts = {"value": problem.value, **problem.facts}
    missing = facts.get("missing")
    if isinstance(missing, list):
        facts["missing"] = [str(COLUMNS.get(key, key)) for key in missing]
    return sentence(Refusal(problem.code, **facts))


def message(problem: Problem) -> str:
    """The sentence of a problem, its place before it: `Mars!F12: “ZZ” is not a code…`."""
    where = str(problem.place)
    return colon(where, told(problem)) if where else told(problem)
