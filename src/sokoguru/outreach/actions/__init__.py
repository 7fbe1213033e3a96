"""Writes of outreach."""
