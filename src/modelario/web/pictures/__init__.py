"""Pictures of pages to be shared: drawn from what a page shows, without a browser."""
