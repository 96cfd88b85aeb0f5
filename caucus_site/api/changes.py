"""What a partner's program would stumble over, when one OpenAPI document takes the place of another.

What is added is no matter: resources, parameters that need not be given, fields, values of a closed list in an answer.
"""

from collections.abc import Iterator
from typing import Any

Document = dict[str, Any]
Parameters = dict[tuple[str, str], Document]
# Keyword of a parameter's schema → whether the new value lets less through than the old one.
NARROWER = {
    "maximum": lambda old, new: new is not None and (old is None or new < old),
    "minimum": lambda old, new: new is not None and (old is None or new > old),
    "maxLength": lambda old, new: new is not None and (old is None or new < old),
    "minLength": lambda old, new: new is not None and (old is None or new > old),
    "maxItems": lambda old, new: new is not None and (old is None or new < old),
    "pattern": lambda old, new: new is not None and new != old,
    "format": lambda old, new: new is not None and new != old,
}


def breaking(old: Document, new: Document) -> list[str]:
    """Each break as a sentence, in the order of the old document."""
    return list(dict.fromkeys(_Comparison(old, new).breaks()))


class _Comparison:
    def __init__(self, old: Document, new: Document) -> None:
        self.old, self.new = old, new
        self.seen: set[tuple[str, str]] = set()

    def breaks(self) -> Iterator[str]:
        for path, operations in self.old["paths"].items():
            for method, operation in operations.items():
                there = self.new["paths"].get(path, {}).get(method)
                name = f"{method.upper()} {path}"
                if there is None:
                    yield f"{name} is gone."
                else:
                    yield from self._of_operation(name, operation, there)

    def _of_operation(self, name: str, old: Document, new: Document) -> Iterator[str]:
        yield from self._of_parameters(name, _parameters(old), _parameters(new))
        lost = [way for way in old.get("security", []) if way not in new.get("security", [])]
        if lost:
            yield f"{name} no longer lets in: {', '.join(map(_way, lost))}."
        for status, answer in old["responses"].items():
            there = new["responses"].get(status)
            if there is None:
                yield f"{name} no longer answers {status}."
                continue
            for media_type, content in self._whole(answer, self.old).get("content", {}).items():
                other = self._whole(there, self.new).get("content", {}).get(media_type)
                if other is None:
                    yield f"{name} no longer answers {status} as {media_type}."
                else:
                    yield from self._of_schema(f"{name}, {status}", content["schema"], other["schema"])

    def _of_parameters(self, name: str, old: Parameters, new: Parameters) -> Iterator[str]:
        for key, parameter in old.items():
            if key not in new:
                yield f"{name} no longer knows the parameter {key[1]}."
                continue
            yield from self._of_what_is_asked(f"{name}, parameter {key[1]}", parameter["schema"], new[key]["schema"])
            if any(parameter.get(form) != new[key].get(form) for form in ("style", "explode")):
                yield f"{name}, parameter {key[1]}, is written differently."
        for key, parameter in new.items():
            if parameter.get("required") and not old.get(key, {}).get("required"):
                yield f"{name} cannot be asked any more without the parameter {key[1]}."

    def _of_what_is_asked(self, where: str, old: Document, new: Document) -> Iterator[str]:
        if lost := _types(old) - _types(new):
            yield f"{where}, no longer takes {_list(lost)}."
        if "enum" in new and (lost := set(old.get("enum", ["anything else"])) - set(new["enum"])):
            yield f"{where}, no longer takes {_list(lost)}."
        for keyword, is_narrower in NARROWER.items():
            if is_narrower(old.get(keyword), new.get(keyword)):
                yield f"{where}, is narrower: {keyword} {old.get(keyword, 'free')} → {new.get(keyword)}."
        if "items" in old and "items" in new:
            yield from self._of_what_is_asked(where, old["items"], new["items"])

    def _of_schema(self, where: str, old: Document, new: Document) -> Iterator[str]:
        pair = (old.get("$ref", ""), new.get("$ref", ""))
        if all(pair):
            if pair in self.seen:
                return
            self.seen.add(pair)
            where = pair[0].rpartition("/")[2]
        old, new = _one(self._whole(old, self.old)), _one(self._whole(new, self.new))
        if added := self._kinds(new, self.new) - self._kinds(old, self.old):
            yield f"{where} may now be {_list(added)}."
        if old.get("format") != new.get("format") and old.get("format"):
            yield f"{where} is no longer of the format {old['format']}."
        missing = set(old.get("required", [])) - set(new.get("required", []))
        for field, schema in old.get("properties", {}).items():
            there = new.get("properties", {}).get(field)
            if there is None:
                yield f"{where} no longer has the field {field}."
                continue
            if field in missing:
                yield f"{where} may now lack the field {field}."
            yield from self._of_schema(f"{where}.{field}", schema, there)
        if "items" in old and "items" in new:
            yield from self._of_schema(f"each of {where}", old["items"], new["items"])
        for mine, theirs in zip(_choices(old), _choices(new), strict=False):
            yield from self._of_schema(where, mine, theirs)

    def _kinds(self, schema: Document, document: Document) -> set[str]:
        """The JSON types that a value may have, through references and alternatives."""
        whole = _one(self._whole(schema, document))
        if alternatives := whole.get("oneOf") or whole.get("anyOf"):
            return set().union(*(self._kinds(each, document) for each in alternatives))
        return _types(whole)

    def _whole(self, node: Document, document: Document) -> Document:
        while "$ref" in node:
            target: Any = document
            for step in node["$ref"].removeprefix("#/").split("/"):
                target = target[step.replace("~1", "/").replace("~0", "~")]
            node = target
        return _one(node)


def _parameters(operation: Document) -> Parameters:
    return {(parameter["in"], parameter["name"]): parameter for parameter in operation.get("parameters", [])}


def _way(requirement: Document) -> str:
    """One way to be let in: the scheme, and the scopes that it needs."""
    return " ".join(word for scheme, scopes in requirement.items() for word in [scheme, *scopes]) or "without a key"


def _one(schema: Document) -> Document:
    """A reference that is wrapped only to say more beside it."""
    parts = schema.get("allOf", [])
    return parts[0] if len(parts) == 1 else schema


def _choices(schema: Document) -> list[Document]:
    return [each for each in schema.get("oneOf") or schema.get("anyOf") or [] if each.get("type") != "null"]


def _types(schema: Document) -> set[str]:
    named = schema.get("type", [])
    return {named} if isinstance(named, str) else set(named)


def _list(values: Any) -> str:
    return ", ".join(sorted(map(str, values)))
