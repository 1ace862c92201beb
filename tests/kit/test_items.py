"""One key of a JSON object gives one value, or the refusal that names the key; never another error."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any
from uuid import UUID

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from etabli.core.refusal import Refusal
from etabli.kit import items
from etabli.kit.wording import sentence

KEY = "01890000-0000-7000-8000-000000000001"
ID = UUID(KEY)
NO_BREAK = "Bien passé\u00a0! 12\u202f%"
JOINED = "\U0001f469\u200d\U0001f527"
LONGEST = 12
MORE_THAN_A_DATABASE = 2**64


class Fruit(StrEnum):
    """Values to choose from."""

    APPLE = "apple"
    PEAR = "pear"


def row(item: items.Item) -> int:
    return items.key(item, "person")


Reader = Callable[[items.Item], Any]
READERS: dict[str, Reader] = {
    "text": lambda item: items.text(item, "it", LONGEST),
    "text of one or more": lambda item: items.text(item, "it", LONGEST, least=1),
    "text in lines": lambda item: items.text(item, "it", LONGEST, in_lines=True),
    "text or empty": lambda item: items.text_or_empty(item, "it", LONGEST),
    "text or empty in lines": lambda item: items.text_or_empty(item, "it", LONGEST, in_lines=True),
    "one of": lambda item: items.one_of(item, "it", Fruit),
    "whole": lambda item: items.whole(item, "it", 0, 1440),
    "whole or none": lambda item: items.whole_or_none(item, "it", 0, 1440),
    "key": lambda item: items.key(item, "it"),
    "key or none": lambda item: items.key_or_none(item, "it"),
    "yes no or none": lambda item: items.yes_no_or_none(item, "it"),
    "uuid": lambda item: items.uuid(item, "it"),
    "uuid or none": lambda item: items.uuid_or_none(item, "it"),
    "day": lambda item: items.day(item, "it"),
    "moment": lambda item: items.moment(item, "it"),
    "rows": lambda item: items.rows(item, "it", row, 3),
    "rows or empty": lambda item: items.rows_or_empty(item, "it", row, 3),
}
TAKES_NULL = {
    "text or empty": "",
    "text or empty in lines": "",
    "whole or none": None,
    "key or none": None,
    "yes no or none": None,
    "uuid or none": None,
    "rows or empty": [],
}
READ = [
    ("text", "", ""),
    ("text", "x" * LONGEST, "x" * LONGEST),
    ("text", NO_BREAK[:LONGEST], NO_BREAK[:LONGEST]),
    ("text", JOINED, JOINED),
    ("text of one or more", "x", "x"),
    ("text in lines", "a\nb\tc", "a\nb\tc"),
    ("text in lines", "a\r\nb", "a\nb"),
    ("text or empty", "é", "é"),
    ("text or empty in lines", "a\n", "a\n"),
    ("one of", "pear", "pear"),
    ("whole", 0, 0),
    ("whole", 1440, 1440),
    ("whole or none", 7, 7),
    ("key", 1, 1),
    ("key", items.LARGEST_KEY, items.LARGEST_KEY),
    ("key or none", 5, 5),
    ("yes no or none", True, True),
    ("yes no or none", False, False),
    ("uuid", KEY, ID),
    ("uuid", KEY.upper(), ID),
    ("uuid", ID.hex, ID),
    ("uuid or none", KEY, ID),
    ("day", "1995-01-01", date(1995, 1, 1)),
    ("day", "2024-02-29", date(2024, 2, 29)),
    ("day", "2100-12-31", date(2100, 12, 31)),
    ("moment", "2025-03-03T10:00:00+01:00", datetime(2025, 3, 3, 9, tzinfo=UTC)),
    ("moment", "2025-03-03T09:00:00.000Z", datetime(2025, 3, 3, 9, tzinfo=UTC)),
    ("moment", "1995-01-01T00:00:00+14:00", datetime(1995, 1, 1, tzinfo=timezone(timedelta(hours=14)))),
    ("moment", "2100-12-31T23:59:59-12:00", datetime(2100, 12, 31, 23, 59, 59, tzinfo=timezone(-timedelta(hours=12)))),
    ("rows", [], []),
    ("rows", [{"person": 1}] * 3, [1, 1, 1]),
    ("rows or empty", [{"person": 2}], [2]),
]
REFUSED = [
    *[("text", value) for value in (5, True, ["a"], {}, "x" * (LONGEST + 1), "a\nb", "a\tb", "a\r\nb")],
    *[("text", value) for value in ("\x00", "\x1b", "\x85", "\ud800", "\udfff")],
    ("text of one or more", ""),
    *[("text in lines", value) for value in ("\x00", "a\rb", "\x0b", "\udfff", "x" * (LONGEST + 1))],
    *[("text or empty", value) for value in (0, False, [], "a\nb", "x" * (LONGEST + 1))],
    *[("one of", value) for value in ("", "Pear", "plum", 1, ["pear"])],
    *[("whole", value) for value in (-1, 1441, 1.0, 0.5, "1", True, False, [], float("nan"), MORE_THAN_A_DATABASE)],
    *[("whole or none", value) for value in (-1, 1441, "", False)],
    *[("key", value) for value in (0, -1, items.LARGEST_KEY + 1, "1", True)],
    *[("key or none", value) for value in (0, items.LARGEST_KEY + 1, "")],
    *[("yes no or none", value) for value in (0, 1, "", "yes", [])],
    *[("uuid", value) for value in ("", "7", 7, KEY[:-1], KEY + "0", "../../etc", KEY + "\n", {"a": []})],
    *[("uuid or none", value) for value in ("", "none", 1)],
    *[("day", value) for value in ("", "2025-02-29", "1994-12-31", "2101-01-01", "0001-01-01", "9999-12-31", 20250303)],
    *[("moment", value) for value in ("", "yesterday", "2025-03-03T10:00:00", "2025-03-03", 1741000000)],
    *[("moment", value) for value in ("1994-12-31T23:59:59+00:00", "2101-01-01T00:00:00+00:00")],
    *[("moment", value) for value in ("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59")],
    *[("rows", value) for value in ({}, "x", [1], [None], [{"person": 1}] * 4, [[]])],
    *[("rows or empty", value) for value in ({}, "", 0, [1], [{"person": 1}] * 4)],
]


def refused(name: str, item: items.Item) -> Refusal:
    with pytest.raises(Refusal) as caught:
        READERS[name](item)
    return caught.value


@pytest.mark.parametrize(("name", "value", "expected"), READ)
def test_what_is_well_written_is_read(name: str, value: Any, expected: Any) -> None:
    read = READERS[name]({"it": value})
    assert read == expected
    assert type(read) is type(expected)


@pytest.mark.parametrize(("name", "value"), REFUSED)
def test_what_cannot_be_read_names_its_key(name: str, value: Any) -> None:
    refusal = refused(name, {"it": value})
    assert (refusal.code, refusal.facts) == ("operation_unreadable", {"detail": "it"})


@pytest.mark.parametrize("item", [{}, {"it": None}], ids=["missing", "null"])
@pytest.mark.parametrize("name", READERS)
def test_null_and_missing_are_the_same_and_taken_only_where_the_name_says_so(name: str, item: dict[str, Any]) -> None:
    if name in TAKES_NULL:
        assert READERS[name](item) == TAKES_NULL[name]
    else:
        assert refused(name, item).facts == {"detail": "it"}


def test_a_moment_keeps_the_zone_in_which_it_was() -> None:
    assert items.moment({"it": "2025-03-03T10:00:00+01:00"}, "it").utcoffset() == timedelta(hours=1)


def test_a_row_that_cannot_be_read_names_its_own_key() -> None:
    assert refused("rows", {"it": [{"person": 1}, {"person": "x"}]}).facts == {"detail": "person"}


def test_the_refusal_has_a_sentence_with_its_key() -> None:
    with override("en"):
        said = sentence(items.unreadable("day"))
    assert said == "This entry could not be read (day). Write it again."


# ---------------------------------------------------------------- whatever is sent

signs = st.characters(exclude_categories=())
"""Halves of characters too."""
near_misses = st.one_of(
    st.from_regex(r"\A[0-9]{4}-?W?[0-9]{1,2}-?[0-9]{0,2}([T ][0-9:.,+Zz-]{0,20})?\Z"),
    st.datetimes(timezones=st.none() | st.timezones()).map(datetime.isoformat),
    st.text("0123456789abcdefx_+-{} ", min_size=30, max_size=40),
    st.sampled_from([KEY, "pear", "2025-03-03", "1995-01-01T00:00:00+23:59", NO_BREAK, JOINED]),
)
leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(signs, max_size=20) | near_misses
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["person", "it"]), inner),
    max_leaves=6,
)


@pytest.mark.parametrize("name", READERS)
@given(value=values)
def test_any_json_value_gives_a_value_or_a_refusal(name: str, value: Any) -> None:
    try:
        read = READERS[name]({"it": value})
    except Refusal as refusal:
        assert refusal.code == "operation_unreadable"
        assert refusal.facts in ({"detail": "it"}, {"detail": "person"})
    else:
        if isinstance(read, str):
            read.encode()
            assert "\x00" not in read and len(read) <= LONGEST
        if isinstance(read, datetime):
            assert read.astimezone(UTC).tzinfo is UTC
