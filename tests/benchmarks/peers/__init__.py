"""What others would match with: scripts that read a drop and write pairs of line and document."""
