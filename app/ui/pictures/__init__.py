"""Pictures large: one by one, and two side by side."""
