# SPDX-License-Identifier: Apache-2.0
"""As much of JSON Schema as the API's description uses."""
import base64
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
