"""Writes of governance: convening, presence, ballots, minutes, carrying out."""
