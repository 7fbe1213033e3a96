"""Posts, links and where an order came from; it counts people, not machines."""
