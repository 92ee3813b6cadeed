"""Commands for the set-up: models, moves and a check of everything."""
