"""An act as running text, and the words that tell how it stands on a day."""
