"""Measurements: ratios against peers timed in the same run.  ``python -m bench`` prints them all."""
