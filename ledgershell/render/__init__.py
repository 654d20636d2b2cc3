"""Results on a screen or in a stream; one file an output format."""
