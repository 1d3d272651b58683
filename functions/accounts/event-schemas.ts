import { publishedShape } from "../../shared/events/published-shape.ts";
import * as field from "../../shared/http/fields.ts";
import { lazy } from "../../shared/lazy.ts";
import * as kinds from "./kinds.ts";
import { invitation, member } from "./member-schemas.ts";
import { accountShape, apiKeyShape } from "./schemas.ts";

const { boolean, integer, oneOf, optional, output, shown } = field;

export const publishedAccount = lazy(() =>
  publishedShape(kinds.account, {
    ...accountShape(),
    logo: optional(field.id("document")),
    settings: output({
      requireIfMatch: optional(boolean()),
      restrictFieldToAssigned: optional(boolean()),
      uniqueNames: optional(boolean()),
      uniqueEmails: optional(boolean()),
      uniqueMobiles: optional(boolean()),
      campaignDailyLimit: optional(integer(0, Number.MAX_SAFE_INTEGER)),
      documentRequestMessage: optional(output({ fr: optional(shown()), en: optional(shown()) })),
    }),
  }),
);

export const publishedApiKey = lazy(() =>
  publishedShape(kinds.apiKey, { ...apiKeyShape(), revokedAt: optional(shown()) }),
);

export const publishedMember = lazy(() =>
  publishedShape(kinds.member, { ...member().shape, status: oneOf(["active", "removed"]) }),
);

export const publishedInvitation = lazy(() =>
  publishedShape(kinds.invitation, {
    ...invitation().shape,
    status: oneOf(["pending", "accepted", "declined", "revoked"]),
  }),
);
