"""Pages: parts, forms, refusals in words, headers."""
