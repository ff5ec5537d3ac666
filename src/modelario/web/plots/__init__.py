"""Pure geometry: values → lines and places that templates draw."""
