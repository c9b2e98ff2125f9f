"""How it works: what the definitions in `defs/` and the commands are made of."""
