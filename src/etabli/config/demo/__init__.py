"""The demo workplace: a clearly fictional association, its people and two years of attendance, made by the actions.

`workplace.toml` is read by the same configuration as any workplace's. `people` and `days` are seeded: the same day gives the
same workplace.
"""
