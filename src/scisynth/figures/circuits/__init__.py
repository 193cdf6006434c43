"""Electric circuits read off a drawing, and their netlists."""
