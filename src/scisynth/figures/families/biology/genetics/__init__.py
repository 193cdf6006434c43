"""Biology - Genetics: crosses, maps, counts and strands, all enumerated by the rules of heredity."""
