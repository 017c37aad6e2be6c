"""Print the catalogue: `python -m tests.faults`."""

from tests.faults.running import main

main()
