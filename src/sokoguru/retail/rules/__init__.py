"""What sales, orders, shifts and reports of tills obey."""
