"""Physics - Mechanical: bodies, forces and motion."""
