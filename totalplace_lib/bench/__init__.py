"""What an analyst calls beside the count itself: flows, comparisons, series, capital, journeys.

One module per question. Like totalplace_lib.workbench, these modules read the tables and config that a question needs
and hand them to the pure code of analysis/; nothing else does both.
"""
