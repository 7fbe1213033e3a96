"""Plain Python that every office may use: money, quantity, time, names, refusals. No Django."""
