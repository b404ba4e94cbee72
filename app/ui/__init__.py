"""The window: QtWidgets over the engine. Thin: what can be decided without a window is in `app.core`."""
