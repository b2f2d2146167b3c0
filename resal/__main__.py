"""`python -m resal` is the `resal` command."""

from resal.cli import main

main()
