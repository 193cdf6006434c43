"""Biology - Ecological: who eats whom, where matter and energy go, how populations grow, and how species are related."""
