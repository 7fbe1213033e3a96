"""People and membership."""
