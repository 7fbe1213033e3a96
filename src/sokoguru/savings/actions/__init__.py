"""The only writers of savings: products, the counter, its cash, transfers without cash."""
