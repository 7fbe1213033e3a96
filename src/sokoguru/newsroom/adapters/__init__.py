"""How mail comes in: the SMTP receiver, and the bounded process that reads a message."""
