"""The part of a reply that is its answer: the final answer, and the letter of an option."""
