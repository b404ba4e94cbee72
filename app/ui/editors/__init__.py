"""Editors of cells, one for each kind of meaning; each can be left by typing as in any sheet."""
