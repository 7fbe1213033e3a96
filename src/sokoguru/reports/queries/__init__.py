"""Reads of reports: statements of the books, and what stands behind one entry."""
