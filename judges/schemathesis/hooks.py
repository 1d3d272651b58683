import itertools
import os
import uuid

import schemathesis

# One key alone would be told to wait.
keys = itertools.cycle(os.environ["API_KEYS"].split(","))


@schemathesis.auth()
class ApiKey:
    def get(self, case, context):
        return next(keys)

    def set(self, case, data, context):
        case.headers = case.headers or {}
        case.headers["Authorization"] = f"Bearer {data}"
        # An account of somebody else is refused before anything else is looked at.
        case.headers.pop("Clientele-Account", None)
        if not is_meant_well(case):
            return
        # What is well formed and refused all the same for what went before: a key that another request had, a version
        # that is over, a cursor of no list. With them, nothing else of the request would be judged.
        if "Idempotency-Key" in case.headers:
            case.headers["Idempotency-Key"] = uuid.uuid4().hex
        if "If-Match" in case.headers:
            case.headers["If-Match"] = "*"
        if case.query:
            case.query.pop("cursor", None)


def is_meant_well(case):
    meta = getattr(case, "meta", None)
    return meta is None or meta.generation.mode.is_positive
