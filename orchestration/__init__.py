"""The conductor: the command line, the settings and the Dagster job over ingestion and dbt."""
