"""The site and the REST API: routes, templates, translations."""
