"""Telling the planner of rows that came in bulk: until autovacuum does, it plans for empty tables."""

from django.db import connection, models


def refresh(*models_written: type[models.Model]) -> None:
    """Analyse the models' tables. Inside a transaction it sees what the transaction wrote."""
    tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models_written)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")
