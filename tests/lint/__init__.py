"""What the linters need that is no test."""
