"""Jupyter kernels for reports: ordinary ones, and ones forked from a warm parent with everything imported.

parent.py       the warm parent: one single-threaded process that imports, preloads, and forks on request
manager.py      kernel manager and client without fixed waits, on sockets in a private folder
engine.py       the papermill engine "totalplace"
"""
