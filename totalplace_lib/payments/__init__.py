"""Payments that public bodies publish, every one above 500 or 25,000 pounds: read, kept, and their suppliers known.

    files      what is in a file, whatever it is saved as -> plain text tables, dangerous files refused
    mapping    which column is which, by heading and by content
    reading    a text table -> payments and what was set aside, every row accounted for
    store      data/payments: parquet by year, added to once, asked with DuckDB
    suppliers  one supplier under its many spellings; people are never named

Needs the extra totalplace[payments] (duckdb, rapidfuzz).
"""
