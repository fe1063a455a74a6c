"""What the others speak of: events, layers, columns, days, CRS, errors."""
