"""All that reaches into the layout engine, and nothing elsewhere does."""
