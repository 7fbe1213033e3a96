"""Pages of the warehouse: what lies where, goods, lots, moves, counts."""
