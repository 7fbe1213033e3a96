"""The database backend: as Django's own, but a foreign key is checked at the statement, not at
COMMIT.

A failure at COMMIT may arrive without its code and after the answer was built; Django defers every
foreign key and offers no setting against it.
"""

from django.db.backends.postgresql import base, operations


class DatabaseOperations(operations.DatabaseOperations):
    """Foreign keys are immediate."""

    def deferrable_sql(self) -> str:
        return ""


class DatabaseWrapper(base.DatabaseWrapper):
    """The backend named in ``DATABASES``."""

    ops_class = DatabaseOperations
