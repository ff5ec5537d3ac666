"""Plain functions over a Catalogue that return page records."""
