"""Pages of the students: replies during a training, evaluations and their board, and what a study found."""
