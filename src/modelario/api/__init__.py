"""The REST API: resources over the queries, described by their own records; no HTTP in here."""
