"""Views of the combined pages, by who looks at them."""
