"""Looking back: planned and actual, notes, incidents, and the export of the record."""
