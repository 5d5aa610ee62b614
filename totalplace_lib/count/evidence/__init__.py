"""Evidence: how wrong apportioned figures are, measured against published truth; others' counts beside ours."""
