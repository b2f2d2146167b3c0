"""READS that cross nouns: each returns plain rows, ready to be shown."""
