"""What every training loop and every model shares, apart from its mathematics: tensors from images, precision, and progress. Imports torch."""
