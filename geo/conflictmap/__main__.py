"""`python -m conflictmap`: the command, where no script of that name is on the path."""

from conflictmap.cli import main

if __name__ == "__main__":
    main()
