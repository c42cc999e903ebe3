"""Who may come in: tenants and the built-in accounts inside them."""
