#!/usr/bin/env bash
# Guessed: moto, which plays AWS for tests, heeds the ClientRequestToken of TransactWriteItems: a transaction that is sent twice
#   under one token is done once, since tokens are what the call has against doing it twice.
# True: the token is passed over. A counter that goes up in the transaction goes up twice, and the same token with another
#   transaction is taken, where DynamoDB answers IdempotentParameterMismatchException. A test of retries shows a fault that AWS
#   would not have, and one of mixed-up tokens none.
# Source: DynamoDB API reference, TransactWriteItems, ClientRequestToken: the call is idempotent under it for ten minutes; with
#   other parameters it is refused.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check 'moto[dynamodb]==5.2.5'
cat >try.py <<'PY'
import os

os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_DEFAULT_REGION="us-east-1")
import boto3
from moto import mock_aws

with mock_aws():
    dynamodb = boto3.client("dynamodb")
    dynamodb.create_table(
        TableName="counters",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
    )

    def add(number):
        update = {
            "TableName": "counters",
            "Key": {"id": {"S": "clients"}},
            "UpdateExpression": "ADD seen :n",
            "ExpressionAttributeValues": {":n": {"N": str(number)}},
        }
        dynamodb.transact_write_items(ClientRequestToken="token-1", TransactItems=[{"Update": update}])

    def seen():
        return dynamodb.get_item(TableName="counters", Key={"id": {"S": "clients"}})["Item"]["seen"]["N"]

    add(1)
    add(1)
    twice = seen()
    add(5)
    print(f"sent twice: {twice}; then another under the token: {seen()}")
PY
printf '%s, moto %s\n' "$(python3 --version)" "$(env/bin/python -c 'from importlib.metadata import version; print(version("moto"))')"
seen=$(env/bin/python -W ignore try.py)
echo "A counter that one token may take to 1: $seen"
[ "$seen" = "sent twice: 2; then another under the token: 7" ] || { echo "That has changed."; exit 1; }
echo "Under one token, a transaction is done as often as it is sent."
