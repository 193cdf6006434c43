"""Review of prompt triples and their images by several people: page, order of the questions, agreement, decisions."""
