"""Races commit for good: several connections at once, on both engines."""
