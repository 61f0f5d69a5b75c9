"""Fault tests of a local network: what `scripts/chaos` runs.

`network.py` starts, kills and cuts off nodes; `chain.py` reads what they say; `chronicle.py` holds every final block
that any of them ever told; `load.py` trades meanwhile; `checks.py` compares and writes results; `faults.py` has one
class for each fault; `runner.py` is the command line. The `test_*.py` are the tests of the tests.
"""
