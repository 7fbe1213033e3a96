"""Rules of payments."""
