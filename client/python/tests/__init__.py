"""Tests of the Python package: infra/check-python.sh runs them.

By hand: LAYERDYN=... python3 -m unittest discover -s client/python/tests -t client/python
"""
