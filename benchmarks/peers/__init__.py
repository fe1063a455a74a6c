"""Other tools that make an HTML map of events, measured beside conflictmap on the same table."""
