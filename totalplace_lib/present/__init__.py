"""Figure, table and words as one object; palette; workbook; widgets."""
