"""Which persons a figure is asked of: by age and sex, without those who were reoriented or are admitted for a time.

ANDICAT (29 January 2019) asks that an objective of exits say its perimeter: reorientations, and the ages of the public.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from etabli.core.refusal import Refusal

OLDEST = 120
SEXES = ("F", "M")
WITHOUT_REORIENTATIONS, WITHOUT_TEMPORARY = "without-reorientations", "without-temporary"


@dataclass(frozen=True)
class Perimeter:
    """Ages are complete years on the last day of the period, both ends included; None: no bound. `sex`: `F`, `M` or empty."""

    age_from: int | None = None
    age_to: int | None = None
    sex: str = ""
    without_reorientations: bool = False
    without_temporary: bool = False

    @property
    def is_whole(self) -> bool:
        """True when it leaves nobody out."""
        return self == Perimeter()

    @property
    def written(self) -> str:
        """As `parse` reads it: `ages=20-59,sex=F,without-reorientations,without-temporary`; an open end of ages is empty."""
        parts = []
        if self.age_from is not None or self.age_to is not None:
            ends = ["" if age is None else str(age) for age in (self.age_from, self.age_to)]
            parts.append(f"ages={ends[0]}-{ends[1]}")
        if self.sex:
            parts.append(f"sex={self.sex}")
        flags = {WITHOUT_REORIENTATIONS: self.without_reorientations, WITHOUT_TEMPORARY: self.without_temporary}
        return ",".join([*parts, *(name for name, asked in flags.items() if asked)])


@dataclass(frozen=True)
class Profile:
    """What a perimeter asks of a person. `reoriented`: she left in the period for a reorientation."""

    birth: date | None = None
    sex: str = ""
    reoriented: bool = False
    temporary: bool = False


def age_on(birth: date, day: date) -> int:
    """Complete years. Who was born on 29 February is a year older on 1 March of other years.

    >>> age_on(date(2000, 6, 15), date(2025, 6, 14)), age_on(date(2000, 6, 15), date(2025, 6, 15))
    (24, 25)
    """
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def holds(perimeter: Perimeter, profile: Profile, on: date) -> bool:
    """True when the person is inside. Whose age or sex is not known is outside a perimeter that asks for it."""
    if perimeter.without_reorientations and profile.reoriented:
        return False
    if perimeter.without_temporary and profile.temporary:
        return False
    if perimeter.sex and profile.sex != perimeter.sex:
        return False
    if perimeter.age_from is None and perimeter.age_to is None:
        return True
    if profile.birth is None:
        return False
    lowest, highest = perimeter.age_from or 0, OLDEST if perimeter.age_to is None else perimeter.age_to
    return lowest <= age_on(profile.birth, on) <= highest


def check(perimeter: Perimeter) -> None:
    """Refusal `perimeter_ages_wrong` when the ages hold nobody."""
    lowest, highest = perimeter.age_from or 0, OLDEST if perimeter.age_to is None else perimeter.age_to
    if not 0 <= lowest <= highest <= OLDEST:
        raise Refusal("perimeter_ages_wrong", lowest=lowest, highest=highest)


def parse(text: str) -> Perimeter:
    """A perimeter as `written` writes it. Refusals `perimeter_unknown`, `perimeter_ages_wrong`."""
    values: dict[str, int | str | bool | None] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, value = part.partition("=")
        lowest, dash, highest = value.partition("-")
        if name == "ages" and dash and all(not end or end.isdecimal() for end in (lowest, highest)):
            values |= {"age_from": int(lowest) if lowest else None, "age_to": int(highest) if highest else None}
        elif name == "sex" and value in SEXES:
            values["sex"] = value
        elif part in (WITHOUT_REORIENTATIONS, WITHOUT_TEMPORARY):
            values[part.replace("-", "_")] = True
        else:
            raise Refusal("perimeter_unknown", value=part)
    perimeter = Perimeter(**values)  # type: ignore[arg-type]
    check(perimeter)
    return perimeter
