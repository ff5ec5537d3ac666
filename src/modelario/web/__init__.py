"""The site: routes, templates, translations."""
