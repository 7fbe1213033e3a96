"""Rules of governance."""
