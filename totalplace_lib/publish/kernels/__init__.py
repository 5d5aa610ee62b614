"""Only for environments that were installed before engine.py moved; goes with the next installation."""
