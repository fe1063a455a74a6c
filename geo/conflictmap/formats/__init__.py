"""Bytes to rows and back; nothing here knows what an event is."""
