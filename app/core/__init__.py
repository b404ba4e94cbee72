"""The engine: everything Kabocha can do, without a window. Knows no Qt."""
