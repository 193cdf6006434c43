"""Pages of the students: replies during a training, and what a study found."""
