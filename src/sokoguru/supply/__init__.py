"""Makers and their harvest: weighed, graded, bought or consigned, settled. It lends nothing."""
