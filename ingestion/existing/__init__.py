"""Reads what another loader landed already: a vendor's tables in the company's own warehouse."""
