"""`python -m stuga.cli`, which is `stuga` without looking for it."""

from stuga.cli import main

if __name__ == "__main__":
    main(prog_name="stuga")
