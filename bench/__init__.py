"""What takes how long: tables with ratios, made on data of their own, never asserted in tests.

Each bench runs alone: `.venv/bin/python -m bench.dashboard`, on SQLite in a folder of its own, or with `--postgres` on a
server started for it. `make bench` runs them all.
"""
