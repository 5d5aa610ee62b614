"""Publications to tidy tables: one module per publication, layout as data, proof at reading."""
