"""Pages of savings: the counter, its cash, products, the member's passbook."""
