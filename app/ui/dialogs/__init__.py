"""Dialogs: sign in, settings, help, and the few questions that must be asked."""
