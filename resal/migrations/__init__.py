"""Alembic's history: the only place where the shape of the database is written down."""
