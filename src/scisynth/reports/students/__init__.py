"""Pages of `student eval`: one run, and runs joined on a board."""
