"""Version of the package; equal to HERMETIC_VERSION_* of the header (held by a test)."""

__version__ = "0.2.0"

ABI_VERSION = 1
"""The library's ABI that this package was written for; compared on load."""
