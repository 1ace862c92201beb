"""The star schema of one establishment: its fact tables and their dimensions as files that other tools read.

`tables` says what is in it, `rows` reads it, `writing` makes CSV and Parquet, `describing` the Data Package descriptor and
the page of the documentation.
"""
