"""The only writers of the books: the chart, entries, holds, closing and seals."""
