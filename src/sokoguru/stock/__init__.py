"""Goods: where they lie, whose they are, what they cost. It never promises more than is there."""
