"""Evidence: how wrong apportioned figures are, measured where the truth is published, and others' counts beside ours."""
