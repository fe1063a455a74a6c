"""The verbs of the command: one module each, whose function `command` typer calls.

The rest of the package is imported inside the functions, so that `--help` answers at once.
"""
