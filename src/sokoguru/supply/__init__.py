"""Makers and their harvest: weighed, graded, bought or taken on consignment, and settled."""
