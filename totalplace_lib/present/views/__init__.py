"""Exhibits of each report: which chart, which words, from which frame. One small file per group of sections."""
