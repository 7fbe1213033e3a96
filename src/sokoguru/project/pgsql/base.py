"""The database backend: as Django's own, but a foreign key is checked at the statement, not at
COMMIT, and COMMIT is one call of libpq.

A failure at COMMIT may arrive without its code and after the answer was built; Django defers every
foreign key and offers no setting against it. Between the last statement and COMMIT others wait for
the rows that are locked, so the driver's own way there (a lock, a generator, a poll) is left out.
"""

from django.db.backends.postgresql import base, operations
from django.db.backends.utils import debug_transaction
from psycopg import pq

from sokoguru.tenancy.scope import succeeded


class DatabaseOperations(operations.DatabaseOperations):
    """Foreign keys are immediate."""

    def deferrable_sql(self) -> str:
        return ""


class DatabaseWrapper(base.DatabaseWrapper):
    """The backend named in ``DATABASES``."""

    ops_class = DatabaseOperations

    def _commit(self) -> None:
        driver = self.connection and self.connection.pgconn
        if driver is None or driver.transaction_status == pq.TransactionStatus.IDLE:
            return
        with debug_transaction(self, "COMMIT"), self.wrap_database_errors:
            succeeded(driver.exec_(b"COMMIT"))
