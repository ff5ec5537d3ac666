"""What changes the store: syncs, imports, an operator's decisions, rebuilding, freshness."""
