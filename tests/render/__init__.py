"""What is printed, format by format."""
