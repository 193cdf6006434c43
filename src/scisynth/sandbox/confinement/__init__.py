"""What confines the process of a figure: descriptors, limits, Landlock, seccomp, and the count of what it uses."""
