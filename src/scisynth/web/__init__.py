"""Web pages on which people answer: a private link, a guarded server, and what all such pages share in the browser."""
