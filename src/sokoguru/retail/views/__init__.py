"""Pages of the shop, the till and the desk of orders."""
