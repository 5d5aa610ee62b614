"""How wrong it is: keys judged by published splits, back-tests, ranges, England beside the Treasury."""
