"""Django's PostgreSQL backend with immediate foreign keys (``foundation.md`` rule 2)."""
