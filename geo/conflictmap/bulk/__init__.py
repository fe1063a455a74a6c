"""Joins of files that are larger than memory: batch in, batch out, parts beside the output."""
