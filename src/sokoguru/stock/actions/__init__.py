"""The only writers of stock: goods, places, lots, moves, promises, and what was sold of lots."""
