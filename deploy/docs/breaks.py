"""Compares two versions of an OpenAPI or AsyncAPI document: which changes break clients, subscribers or services?"""

from collections.abc import Iterator
from typing import Any

from deploy.docs import schema_breaks

Document = dict[str, Any]


def of_openapi(old: Document, new: Document) -> list[str]:
    """One sentence per breaking change of the JSON API."""
    before, after = _operations(old), _operations(new)
    gone = [f"`{name}` is gone." for name in before if name not in after]
    return gone + [
        f"{sentence}."
        for name in before
        if name in after
        for sentence in _of_operation(f"`{name}`", before[name], after[name])
    ]


def of_asyncapi(old: Document, new: Document) -> list[str]:
    """One sentence per breaking change of events and operations on the bus."""
    before, after = old["channels"], new["channels"]
    gone = [f"`{name}` is gone." for name in before if name not in after]
    return gone + [
        f"{sentence}."
        for name in before
        if name in after
        for sentence in _of_channel(f"`{name}`", before[name], after[name])
    ]


def _operations(document: Document) -> dict[str, Any]:
    """Operations by method and path, with references replaced by what they refer to."""
    return {
        f"{method.upper()} {path}": {"security": document.get("security", [])} | _resolved(operation, document)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if isinstance(operation, dict)
    }


def _resolved(node: Any, document: Document) -> Any:
    if isinstance(node, list):
        return [_resolved(item, document) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        target: Any = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        return _resolved(target, document)
    return {key: _resolved(value, document) for key, value in node.items()}


def _of_operation(name: str, old: Document, new: Document) -> Iterator[str]:
    if old["operationId"] != new["operationId"]:
        yield f"{name} no longer has the operation id `{old['operationId']}`"
    if new["security"] and not old["security"]:
        yield f"{name} needs a login"
    yield from _of_parameters(name, _parameters(old), _parameters(new))
    yield from _of_body(name, old.get("requestBody"), new.get("requestBody"))
    for status, response in old["responses"].items():
        if status not in new["responses"]:
            yield f"{name} no longer answers {status}"
        else:
            yield from _of_response(f"Response {status} of {name}", response, new["responses"][status])


def _parameters(operation: Document) -> dict[tuple[str, str], Document]:
    return {(parameter["in"], parameter["name"]): parameter for parameter in operation.get("parameters", ())}


def _of_parameters(name: str, old: dict[Any, Document], new: dict[Any, Document]) -> Iterator[str]:
    for key, parameter in new.items():
        if parameter.get("required") and not old.get(key, {}).get("required"):
            yield f"{name} requires the parameter `{key[1]}`"
    for key, parameter in old.items():
        if key not in new:
            yield f"{name} no longer accepts the parameter `{key[1]}`"
        else:
            found = schema_breaks.breaks(parameter["schema"], new[key]["schema"], received=True)
            yield from (f"Parameter `{key[1]}` of {name}: {sentence}" for sentence in found)


def _of_body(name: str, old: Document | None, new: Document | None) -> Iterator[str]:
    if new and new.get("required") and not (old and old.get("required")):
        yield f"{name} requires a body"
    if old and not new:
        yield f"{name} no longer accepts a body"
    if old and new:
        yield from _of_content(f"Body of {name}", old, new, received=True)


def _of_response(name: str, old: Document, new: Document) -> Iterator[str]:
    for header in old.get("headers", {}).keys() - new.get("headers", {}).keys():
        yield f"{name} no longer has the header `{header}`"
    yield from _of_content(name, old, new, received=False)


def _of_content(name: str, old: Document, new: Document, *, received: bool) -> Iterator[str]:
    before, after = old.get("content", {}), new.get("content", {})
    for media_type, content in before.items():
        if media_type not in after:
            yield f"{name} is no longer `{media_type}`"
        else:
            found = schema_breaks.breaks(content["schema"], after[media_type]["schema"], received=received)
            yield from (f"{name}: {sentence}" for sentence in found)


def _of_channel(name: str, old: Document, new: Document) -> Iterator[str]:
    if (old["address"], old["bindings"]) != (new["address"], new["bindings"]):
        yield f"{name} has another address"
    for kind, right in old.get("x-allowed", {}).items():
        if new.get("x-allowed", {}).get(kind, ...) not in (right, ""):
            yield f"{name} no longer accepts every {kind} that it accepted"
    for code, status in old.get("x-errors", {}).items():
        if new.get("x-errors", {}).get(code, status) != status:
            yield f"The error `{code}` of {name} no longer has the status {status}"
    for message, content in old["messages"].items():
        if message not in new["messages"]:
            yield f"{name} has no message `{message}`"
            continue
        found = schema_breaks.breaks(
            content["payload"], new["messages"][message]["payload"], received=message == "request"
        )
        yield from (f"`{message}` of {name}: {sentence}" for sentence in found)
