"""The interactive shell and the script runner."""
