"""Biology - Cell Diagram: cells and their parts, their size under a microscope, their division, and what passes their membrane."""
