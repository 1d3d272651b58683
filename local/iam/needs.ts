import type { AwsCall } from "../front-door/calls.ts";
import { recordsOf, textOf } from "../front-door/read.ts";
import { invokedFunction } from "../front-door/services/lambda.ts";
import { arnOf, type Place } from "./arns.ts";
import { dynamodbNeeds } from "./needs-dynamodb.ts";
import { messagingNeeds } from "./needs-messaging.ts";
import { s3Needs } from "./needs-s3.ts";
import { schedulerNeeds } from "./needs-scheduler.ts";
import { sesNeeds } from "./needs-ses.ts";
import type { Need } from "./policies.ts";

/** Every permission that a call must have; an operation without a rule of its own needs `service:Operation` on `*`. */
export const needsOf = (call: AwsCall, place: Place): Need[] => {
  switch (call.service) {
    case "dynamodb":
      return dynamodbNeeds(call, place);
    case "s3":
      return s3Needs(call);
    case "ses":
      return sesNeeds(call, place);
    case "sqs":
    case "sns":
      return messagingNeeds(call, place);
    case "scheduler":
      return schedulerNeeds(call, place);
    case "lambda":
      return [
        { action: "lambda:InvokeFunction", resource: arnOf("lambda", place, "function:", invokedFunction(call.path)) },
      ];
    case "events":
      return busNeeds(call, place);
    case "cognito-idp":
      return cognitoNeeds(call, place);
    case "secretsmanager":
      return [need(call, arnOf("secretsmanager", place, "secret:", textOf(call.input.SecretId)))];
    case "ssm":
      return parameterNeeds(call, place);
    case "sts":
      return [];
  }
};

const busNeeds = (call: AwsCall, place: Place): Need[] => {
  if (call.operation !== "PutEvents") return [need(call, "*")];
  return recordsOf(call.input.Entries).map((entry) => ({
    action: "events:PutEvents",
    resource: arnOf("events", place, "event-bus/", textOf(entry.EventBusName) || "default"),
    context: { "events:source": textOf(entry.Source), "events:detail-type": textOf(entry.DetailType) },
  }));
};

// Operations for people carry no signature: they prove who they are with a password, a code or a token.
const cognitoForPeople = new Set([
  ...["InitiateAuth", "RespondToAuthChallenge", "SignUp", "ConfirmSignUp", "ResendConfirmationCode"],
  ...["ForgotPassword", "ConfirmForgotPassword", "ChangePassword", "GetUser", "UpdateUserAttributes", "DeleteUser"],
  ...["DeleteUserAttributes", "GetUserAttributeVerificationCode", "VerifyUserAttribute", "GlobalSignOut"],
  ...["RevokeToken", "SetUserMFAPreference", "AssociateSoftwareToken", "VerifySoftwareToken"],
]);

/** Whether Cognito serves this operation without a signature. */
export const isForPeople = (operation: string): boolean => cognitoForPeople.has(operation);

const cognitoNeeds = (call: AwsCall, place: Place): Need[] => {
  if (isForPeople(call.operation)) return [];
  const poolId = textOf(call.input.UserPoolId);
  return [need(call, poolId ? arnOf("cognito-idp", place, "userpool/", poolId) : "*")];
};

const parameterNeeds = (call: AwsCall, place: Place): Need[] => {
  const names = Array.isArray(call.input.Names) ? call.input.Names.map(textOf) : [textOf(call.input.Name)];
  return names.map((name) => need(call, arnOf("ssm", place, "parameter/", name.replace(/^\//, ""))));
};

const need = (call: AwsCall, resource: string): Need => ({ action: `${call.service}:${call.operation}`, resource });
