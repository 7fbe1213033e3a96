"""Rules of supply."""
