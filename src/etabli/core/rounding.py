"""The one way in which this house rounds: to the nearest whole number, a half going away from zero."""


def half_up(numerator: int, denominator: int) -> int:
    """The quotient as the nearest whole number, a half going away from zero. `denominator` is positive.

    >>> half_up(5, 10), half_up(-5, 10), half_up(4, 10)
    (1, -1, 0)
    """
    low, rest = divmod(abs(numerator), denominator)
    rounded = low + (2 * rest >= denominator)
    return rounded if numerator >= 0 else -rounded
