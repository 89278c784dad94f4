"""The book's PDF: parts drawn apart, bound into one file with its outline, fonts and metadata."""
