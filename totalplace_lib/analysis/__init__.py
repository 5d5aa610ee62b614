"""Cuts of a count: themes, flows, overlap, comparison. Frames in, frames out."""
