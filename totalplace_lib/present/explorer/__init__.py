"""The explorer of notebooks/explore.ipynb: choose a place, year, lens, theme, prices, keys and scope; see and export.

session.py holds what is asked and what is shown, without widgets; screen.py puts labelled controls around it.
"""
