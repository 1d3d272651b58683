#!/usr/bin/env bash
# Guessed: a CDK Topic with enforceSSL that an alarm publishes to by SnsAction lets CloudWatch publish, as LambdaAction gives
#   CloudWatch the right to invoke its function.
# True: the topic's policy holds one Deny and no Allow, SnsAction adds none, and nothing warns. A policy of one's own takes
#   the place of SNS's default one, which is what lets services of the same account publish, so the alarm's action fails.
# Source: SNS developer guide, "Amazon SNS access control" (the default policy), CloudWatch user guide, "Using Amazon
#   CloudWatch alarms" (what the topic's policy must allow); the template that is printed below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --save-exact aws-cdk-lib@2.276.0 constructs@10.8.1
cat >app.cjs <<'JS'
const { App, Stack, assertions } = require("aws-cdk-lib");
const { Alarm, Metric } = require("aws-cdk-lib/aws-cloudwatch");
const { SnsAction } = require("aws-cdk-lib/aws-cloudwatch-actions");
const { Topic } = require("aws-cdk-lib/aws-sns");
const stack = new Stack(new App(), "Stack");
const topic = new Topic(stack, "Topic", { enforceSSL: true });
const metric = new Metric({ namespace: "AWS/Lambda", metricName: "Errors" });
new Alarm(stack, "Alarm", { metric, threshold: 1, evaluationPeriods: 1 }).addAlarmAction(new SnsAction(topic));
const [policy] = Object.values(assertions.Template.fromStack(stack).findResources("AWS::SNS::TopicPolicy"));
const effects = policy.Properties.PolicyDocument.Statement.map(({ Effect, Sid }) => `${Effect} ${Sid}`);
console.log(effects.join(", "));
JS
printf 'node %s, aws-cdk-lib %s\n' "$(node --version)" "$(node -p 'require("aws-cdk-lib/package.json").version')"
seen=$(node app.cjs)
echo "The topic's policy: $seen"
[ "$seen" = "Deny AllowPublishThroughSSLOnly" ] || { echo "That has changed."; exit 1; }
echo "enforceSSL with SnsAction leaves a topic to which no alarm can publish, and says nothing of it."
