"""Founding a cooperative: its books, chart, roles and terms, in one act that may be repeated."""
