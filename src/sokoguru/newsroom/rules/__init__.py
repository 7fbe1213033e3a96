"""What a piece, its way through the desk and its page obey."""
