"""The statements of the books and the pages of the books; it reads everything and owns no table."""
