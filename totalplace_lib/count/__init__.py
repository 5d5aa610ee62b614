"""The pure arithmetic of a count: places, keys, apportioning, transfers, ledger."""
