"""models.dev: the only place that knows the shape of its documents."""
