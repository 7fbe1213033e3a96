"""Reading the API's own description: every operation, every field, a body that fits."""

import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

MARK = "~here~"
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Place = tuple[str | int, ...]


class Inside(dict[str, Any]):
    """An object that travels as a text: JSON within JSON."""


@dataclass(frozen=True)
class Operation:
    """One method of one address, with the schema of what it takes."""

    method: str
    path: str
    schema: Mapping[str, Any]


@dataclass(frozen=True)
class Description:
    """What ``/api/openapi.json`` says."""

    told: Mapping[str, Any]

    def operations(self) -> Iterator[Operation]:
        """Every operation that takes a body."""
        for path, methods in self.told["paths"].items():
            for method, told in methods.items():
                assert told.get("parameters", []) == [], f"{path}: a parameter that nobody asks"
                if "requestBody" in told:
                    content = told["requestBody"]["content"]["application/json"]
                    yield Operation(method.upper(), path, content["schema"])

    def sample(self, schema: Mapping[str, Any]) -> Any:
        """The smallest value that fits, with every property in it."""
        schema = self._seen(schema)
        if "properties" in schema:
            return {name: self.sample(each) for name, each in schema["properties"].items()}
        if schema.get("type") == "array":
            return [self.sample(schema["items"])] * max(1, schema.get("minItems", 1))
        if "enum" in schema:
            return schema["enum"][-1]
        assert "type" in schema, f"a field that nobody can fill: {schema}"
        return _simple(schema)

    def _seen(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        for each in schema.get("allOf", ()):
            return self._seen(each)
        if "$ref" in schema:
            return self._seen(self.told["components"]["schemas"][schema["$ref"].split("/")[-1]])
        return schema

    def fits(self, schema: Mapping[str, Any], value: Any) -> bool:
        """Whether the description allows a value (our own reading of it, for what we use of it)."""
        schema = self._seen(schema)
        if "properties" in schema:
            return isinstance(value, dict) and all(
                self.fits(each, value[name]) if name in value else name not in schema["required"]
                for name, each in schema["properties"].items()
            )
        if schema.get("type") == "array":
            least, most = schema.get("minItems", 0), schema["maxItems"]
            fits_in = isinstance(value, list) and least <= len(value) <= most
            return fits_in and all(self.fits(schema["items"], each) for each in value)
        if "enum" in schema:
            return value in schema["enum"]
        if schema["type"] == "integer":
            return type(value) is int and schema["minimum"] <= value <= schema["maximum"]
        return isinstance(value, str) and _is_text(schema, value)


def _is_text(schema: Mapping[str, Any], value: str) -> bool:
    if schema.get("format") == "uuid":
        return bool(UUID.fullmatch(value))
    fits_in = schema.get("minLength", 0) <= len(value) <= schema["maxLength"]
    return fits_in and bool(re.search(schema.get("pattern", ""), value)) and _is_unicode(value)


def _is_unicode(value: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in value)


def _simple(schema: Mapping[str, Any]) -> Any:
    if schema["type"] == "integer":
        assert "maximum" in schema, f"an integer without an end: {schema}"
        assert "minimum" in schema, f"an integer without a beginning: {schema}"
        return schema["minimum"]
    assert schema["type"] == "string", schema
    if schema.get("format") == "uuid":
        return "00000000-0000-4000-8000-000000000000"
    assert "maxLength" in schema, f"a text without an end: {schema}"
    return "x" * max(1, schema.get("minLength", 0))


def with_known(sample: Any, known: Any) -> Any:
    """The sample with values that name something; every field of the description stays."""
    if isinstance(sample, dict) and isinstance(known, Mapping):
        return {name: with_known(each, known.get(name)) for name, each in sample.items()}
    if isinstance(sample, list) and isinstance(known, list):
        return [with_known(sample[0], each) for each in known]
    return sample if known is None else known


def places(body: Any, above: Place = ()) -> Iterator[Place]:
    """Where every value of a body stands: fields, elements, the objects themselves."""
    yield above
    inner: Iterator[tuple[str | int, Any]] = iter(())
    if isinstance(body, dict):
        inner = iter(body.items())
    elif isinstance(body, list):
        inner = iter(enumerate(body))
    for name, each in inner:
        yield from places(each, (*above, name))


def written(body: Any) -> str:
    """The body as JSON; an object inside a text as text."""
    if isinstance(body, Inside):
        return json.dumps(written(dict(body)))
    if isinstance(body, dict):
        pairs = [f"{json.dumps(name)}:{written(each)}" for name, each in body.items()]
        return "{" + ",".join(pairs) + "}"
    if isinstance(body, list):
        return "[" + ",".join(map(written, body)) + "]"
    return json.dumps(body)


def with_value(body: Any, place: Place, text: str) -> str:
    """The body as JSON with this text, as it is, where a value stood."""
    if not place:
        return text
    marked = deepcopy(body)
    at = marked
    depth = 0
    for name in place[:-1]:
        at = at[name]
        depth += isinstance(at, Inside)
    at[place[-1]] = MARK
    stands = json.dumps(MARK)
    for _ in range(depth):
        stands, text = json.dumps(stands)[1:-1], json.dumps(text)[1:-1]
    return written(marked).replace(stands, text)


def with_twin(body: Any, place: Place) -> str:
    """The body as JSON with a name that stands twice."""
    twin = MARK + "twin"
    marked = deepcopy(body)
    at = marked
    for name in place[:-1]:
        at = at[name]
    at[twin] = at[place[-1]]
    return written(marked).replace(json.dumps(twin)[1:-1], str(place[-1]))
