"""Everything a page is made of: frames, parts, fields, formats, refusals in words. No tables."""
