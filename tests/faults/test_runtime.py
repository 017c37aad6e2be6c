"""Python for the browser is the one that was pinned, or it is not used."""

from tests.faults.planting import BUILD, Edit, Fault
from tests.faults.running import catalogue

SETTING = "  runtime: https://cdn.jsdelivr.net/pyodide/v{version}/full/"

FAULTS = [
    Fault(
        "a file of Pyodide has a wrong hash",
        ("downhill", "runtime", "copy"),
        [Edit("copy/pyodide.mjs", "// not Pyodide\n")],
        "its sha256 is not the one that node_modules/pyodide gives",
        "delete copy/pyodide.mjs, then",
        ["copy/pyodide.mjs"],
    ),
    Fault(
        "the address of Pyodide is no folder",
        BUILD,
        [Edit("mkdocs.yml", "§  runtime: https://host/pyodide.mjs", SETTING)],
        "is 'https://host/pyodide.mjs', not the address of a folder",
        "give the folder of Pyodide",
    ),
]

test_a_fault_is_found = catalogue(FAULTS)
