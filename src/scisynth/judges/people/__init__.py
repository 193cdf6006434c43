"""Human evaluation: the page on which people judge, its server, and the answers as rows and numbers."""
