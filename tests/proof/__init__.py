"""What the whole house must show: walls, one effect, kills, guesses, values at the edge."""
