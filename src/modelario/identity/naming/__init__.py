"""What a group is called, today and from one day to the next, and whose it is."""
