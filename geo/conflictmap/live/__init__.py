"""Maps that follow their data: a page served while its files change, and one renewed by a clock."""
