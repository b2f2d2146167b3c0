"""HTTP: parse, call one action or query, answer."""
