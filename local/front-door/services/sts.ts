import { randomUUID } from "node:crypto";
import { AwsError, xml } from "../answers.ts";
import { notImplemented } from "../refusals.ts";
import type { ServiceHandler } from "./service.ts";

export const stsService =
  (accountId: string): ServiceHandler =>
  async ({ operation }, { arn, accessKeyId }) => {
    if (operation !== "GetCallerIdentity") {
      const { code, message, status } = notImplemented("sts", operation);
      throw new AwsError(code, message, status);
    }
    return xml(
      '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
        `<Arn>${arn}</Arn><UserId>${accessKeyId}</UserId><Account>${accountId}</Account></GetCallerIdentityResult>` +
        `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
    );
  };
