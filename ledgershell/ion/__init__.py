"""Values and bytes: the model, the codec, hashing, equality and text."""
