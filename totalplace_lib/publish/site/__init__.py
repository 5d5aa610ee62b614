"""The front door of a folder of reports: a page for readers, for each place, to compare two, and of its state."""
