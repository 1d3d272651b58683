import json
import sys
from importlib.metadata import version

from standardwebhooks.webhooks import Webhook, WebhookVerificationError


def verifies(secret, body, headers):
    try:
        Webhook(secret).verify(body, headers)
        return True
    except WebhookVerificationError:
        return False


cases = json.load(open(sys.argv[1], encoding="utf-8"))
for case in cases:
    body, headers = case["body"], case["headers"]
    assert all(verifies(secret, body, headers) for secret in case["valid"]), f"Not verified: {body}"
    assert not any(verifies(secret, body, headers) for secret in case["invalid"]), f"Verified by another secret: {body}"
    assert not verifies(case["valid"][0], body + " ", headers), f"Verified with another body: {body}"
print(f"standardwebhooks {version('standardwebhooks')} of PyPI: {len(cases)} deliveries verified")
