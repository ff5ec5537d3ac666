"""Document and identities → Catalogue: merge, prices, scores, findings."""
