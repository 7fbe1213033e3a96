"""Plain Python that every office may use: money, quantity, time, identifiers, refusals. No Django."""
