"""What the operating system does for us, and the bounds on it: programs, children, endings, refusals."""
