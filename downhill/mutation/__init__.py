"""The tests are tested: each shown function is changed, and a test or an output must fail.

Operators of our own: mutmut needs a requirement with an extra, which pip 23 cannot install
by its hash; cosmic-ray brings 17 packages, makes eleven mutants of every sign, and drops no
term and swaps no arguments.
"""
