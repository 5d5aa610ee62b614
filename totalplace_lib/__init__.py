"""Total Place: how much public money is spent in a place, by whom, on what, and what could be done differently."""
