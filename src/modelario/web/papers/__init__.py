"""Documents to be printed and filed: made from what a page shows, without a browser."""
