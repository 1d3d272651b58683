#!/usr/bin/env bash
# Guessed: standardwebhooks for Python signs a moment: two datetimes that are equal, one in UTC and one in Toronto's time, give
#   one signature, as the offset that they carry says which second is meant.
# True: sign() puts UTC in the place of whatever zone the datetime has, without converting it. Ten o'clock in Toronto is signed as
#   ten o'clock UTC: the header says 15:00 UTC, and every library refuses the signature. Only datetimes in UTC are signed right.
# Source: Standard Webhooks specification, "Signature scheme": what is signed is the id, the timestamp and the body, the timestamp
#   in seconds since the epoch; Python's documentation of datetime.replace: "without adjusting the date and time data".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check standardwebhooks==1.1.0
cat >try.py <<'PY'
from datetime import datetime, timedelta, timezone

from standardwebhooks import Webhook, WebhookVerificationError

webhook = Webhook("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
utc = datetime.now(timezone.utc).replace(microsecond=0)
toronto = utc.astimezone(timezone(timedelta(hours=-5)))
body = '{"type":"client.updated"}'


def outcome(moment):
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": webhook.sign("msg_1", moment, body),
    }
    try:
        webhook.verify(body, headers)
        return "taken"
    except WebhookVerificationError as error:
        return f"refused ({error})"


print(f"equal moments: {utc == toronto}; signed in UTC: {outcome(utc)}; with an offset: {outcome(toronto)}")
PY
printf '%s, standardwebhooks %s\n' "$(python3 --version)" "$(env/bin/python -c 'from importlib.metadata import version; print(version("standardwebhooks"))')"
seen=$(env/bin/python try.py)
echo "$seen"
[ "$seen" = "equal moments: True; signed in UTC: taken; with an offset: refused (No matching signature found)" ] || { echo "That has changed."; exit 1; }
echo "A moment that is not written in UTC is signed as another one, by the hours of its offset."
