"""``soko openapi``: what the API's own code says of itself."""

import json
from importlib import import_module

from sokoguru.project.command import Call
from sokoguru.project.commands.openapi import API


def run(_call: Call) -> int:
    """Print the description as JSON."""
    described = import_module(API).api.get_openapi_schema()
    print(json.dumps(described, ensure_ascii=False, indent=2, default=str))
    return 0
