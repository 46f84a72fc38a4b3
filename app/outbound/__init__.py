"""What goes out: every request that the application makes, through one guard."""
