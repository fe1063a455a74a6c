"""Counts, evidence, checks, matches and differences."""
