import itertools
import os

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
