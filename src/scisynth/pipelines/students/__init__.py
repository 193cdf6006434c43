"""Students: training rows from verified images, their export, training, evaluation and studies."""
