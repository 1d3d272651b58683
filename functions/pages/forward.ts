import { type Answer, publicUseCase } from "../../shared/app/use-case.ts";
import { isPersonToken } from "../../shared/entities/person-link.ts";
import { notFound } from "../../shared/errors.ts";
import { isId } from "../../shared/ids.ts";
import { routes } from "./manifest.ts";

/** As tokens of stored links are made: by `newSecret`, those of people with a sign before it. */
const STORED = /^(?:s\.)?[\w-]{32,}$/;
export const isStoredLink = (token: string): boolean => STORED.test(token);

/**
 * Where a link leads that was made before features had pages of their own: with its method, its form and all (RFC 9110,
 * section 15.4.9). Nothing is read for it: links for people of a business begin with a sign of their own, and all others
 * that were stored are for documents.
 */
export const forwarded = (token: string, rest = ""): Answer => ({
  status: 308,
  writes: [],
  headers: {
    location: `/p/${token}/${isPersonToken(token) ? "accounts" : "documents"}${rest}`,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
  },
});

export const formerUploads = publicUseCase(routes.formerUploads, async ({ params: { token } }) => {
  if (!isStoredLink(token)) throw notFound("link");
  return forwarded(token, "/uploads");
});
export const formerUpload = publicUseCase(routes.formerUpload, async ({ params }) => toUpload(params));
export const formerCancel = publicUseCase(routes.formerCancel, async ({ params }) => toUpload(params));
export const formerAddresses = publicUseCase(routes.formerAddresses, async ({ params }) => toUpload(params, "/parts"));
export const formerParts = publicUseCase(routes.formerParts, async ({ params }) => toUpload(params, "/parts"));
export const formerComplete = publicUseCase(routes.formerComplete, async ({ params }) => toUpload(params, "/complete"));

const toUpload = ({ token, uploadId }: { token: string; uploadId: string }, rest = ""): Answer => {
  if (!isStoredLink(token)) throw notFound("link");
  if (!isId("upload", uploadId)) throw notFound("upload");
  return forwarded(token, `/uploads/${uploadId}${rest}`);
};
