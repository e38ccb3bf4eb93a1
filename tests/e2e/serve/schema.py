# SPDX-License-Identifier: Apache-2.0
"""The API's description, and what is heard of the API held against it: as much of JSON Schema as it uses."""
import base64
import http.client
import json
import re

_KINDS = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict, "null": type(None),
          "number": (int, float)}
_FORMATS = {"date": r"\d{4}-\d\d-\d\d",
            "date-time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(\+\d\d:\d\d|Z)"}


def _is(value, kind):
    return isinstance(value, _KINDS[kind]) and not (isinstance(value, bool) and kind in ("integer", "number"))


def _object(value, schema, place):
    found = [f"{place}: no {name}" for name in schema.get("required", ()) if name not in value]
    for name, part in value.items():
        inside = schema.get("properties", {}).get(name, schema.get("additionalProperties", True))
        if inside is False:
            found.append(f"{place}: {name} is not described")
        elif inside is not True:
            found += check(part, inside, f"{place}.{name}")
    return found


def check(value, schema, place="$"):
    """What of the value is not as the schema says: sentences."""
    kinds = schema.get("type")
    kinds = [kinds] if isinstance(kinds, str) else kinds or []
    if kinds and not any(_is(value, kind) for kind in kinds):
        return [f"{place}: {value!r} is no {kinds}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{place}: {value!r} is none of {schema['enum']}"]
    if isinstance(value, dict):
        return _object(value, schema, place)
    if isinstance(value, list):
        return [one for i, part in enumerate(value) for one in check(part, schema.get("items", {}), f"{place}[{i}]")]
    form = schema.get("format")
    if form and isinstance(value, str) and not re.fullmatch(_FORMATS[form], value):
        return [f"{place}: {value!r} is no {form}"]
    if schema.get("contentEncoding") == "base64" and isinstance(value, str):
        base64.b64decode(value, validate=True)
    return []


class Description:
    """Of the server at an address, read once."""
    known = {}

    def __init__(self, told):
        self.told, self.seen = told, set()
        self.patterns = {path: re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path))) for path in told["paths"]}

    @classmethod
    def at(cls, address):
        """None: the server has stopped meanwhile."""
        if address not in cls.known:
            connection = http.client.HTTPConnection(address, timeout=60)
            try:
                connection.request("GET", "/api/v1/openapi.json")
                cls.known[address] = cls(json.loads(connection.getresponse().read()))
            except (OSError, http.client.HTTPException):
                return None
            finally:
                connection.close()
        return cls.known[address]

    def operation(self, method, path):
        """The row that fits, one without parts before one with; None: there is none."""
        fits = [name for name, pattern in self.patterns.items()
                if pattern.fullmatch(path.split("?")[0]) and method.lower() in self.told["paths"][name]]
        if not fits:
            return None, None
        name = min(fits, key=lambda one: one.count("{"))
        return name, self.told["paths"][name][method.lower()]

    def differences(self, method, path, sent, code, kind, content):
        """Of what was sent, when it was taken, and of what came: sentences."""
        name, about = self.operation(method, path)
        if not about:
            return [] if code in (400, 404, 405, 413) else ["there is no such row"]
        described = about["responses"]["200"] if code == 200 else self.told["components"]["responses"]["error"]
        described = described["content"].get((kind or "").split(";")[0])
        if described is None:
            return [f"{code} as {kind} is not described"]
        if code == 200:
            self.seen.add((method, name))
            body = about.get("requestBody", {}).get("content", {}).get("application/json", {})
            found = check(json.loads(sent), body["schema"], "sent") if sent and body else []
        else:
            found = []
        return found + (check(json.loads(content), described["schema"]) if "schema" in described else [])


def hear(address, method, path, sent, code, kind, content):
    """Raises when something of the API is not as it describes itself."""
    description = Description.at(address)
    found = description and description.differences(method, path, sent, code, kind, content)
    if found:
        raise AssertionError(f"{method} {path} {code} is not as described: {found[:5]}")
