"""`python -m clausewatch` is the command line."""

from clausewatch.cli import main

if __name__ == "__main__":
    main()
