"""The words for what became of an equation; importing them does not load SymPy."""

SYMBOLIC, NUMERIC, DEFINITION = "symbolic", "numeric", "definition"
FALSE, UNREAD = "false: ", "unread: "  # the reason follows
