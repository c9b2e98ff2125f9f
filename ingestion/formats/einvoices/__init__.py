"""E-invoices and tax registers: one document model, and a small reader for each family of files."""
