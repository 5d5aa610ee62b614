"""plan -> execute -> render -> check -> index."""
