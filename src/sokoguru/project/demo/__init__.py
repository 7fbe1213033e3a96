"""The example cooperatives: small, plausible, made through the actions that people use.

Every name is invented. Each size is a function of this package's ``village`` module and is called
only where no cooperative stands yet.
"""

from sokoguru.project.demo.village import people, village

__all__ = ["people", "village"]
