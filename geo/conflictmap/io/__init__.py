"""Event files, frames and data sets read as events, and written again."""
