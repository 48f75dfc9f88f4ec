"""`python -m gandan` is the `gandan` command."""

from gandan.console.main import main

main()
