"""How a paragraph of Chinese is broken into lines and balanced."""
