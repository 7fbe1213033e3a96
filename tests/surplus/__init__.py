"""Rules of surplus."""
