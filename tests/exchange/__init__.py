"""Files in and out, read from real files."""
