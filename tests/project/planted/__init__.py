"""Mistakes of the books, planted into a whole installation: the tour must find each."""
