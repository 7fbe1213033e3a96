"""Pages of surplus."""
