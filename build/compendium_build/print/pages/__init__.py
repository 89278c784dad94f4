"""The pages of the book as HTML and as drawn by the layout engine."""
