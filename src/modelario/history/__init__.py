"""What was published when: snapshots, listings, changes."""
