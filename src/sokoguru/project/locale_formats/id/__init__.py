"""Indonesian formats: the day always before the month, a comma before the decimals."""
