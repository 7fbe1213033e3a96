"""Connecting accounts, queueing messages, sending them once."""
