"""Rules of outreach."""
