"""python -m totalplace_lib: the totalplace command, where its script is not on the path."""

from totalplace_lib.cli import main

if __name__ == "__main__":
    main()
