"""Appraisal of options: pure arithmetic on cash flows by body and year, vectorised over draws. No files, no tables."""
