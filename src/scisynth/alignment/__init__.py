"""Two-stage alignment: supervised fine-tuning by flow matching, then masked online preference learning."""
