import { sourceOf } from "../../shared/app/actor.ts";
import { created, noContent, useCase } from "../../shared/app/use-case.ts";
import { accessed } from "../../shared/entities/document.ts";
import { endLinks, takesFiles } from "../../shared/entities/document-request.ts";
import { isOpenToClient } from "../../shared/entities/document-share.ts";
import { newLink } from "../../shared/entities/link.ts";
import { AppError } from "../../shared/errors.ts";
import type { DocumentDeps } from "./deps.ts";
import { linkToRequest, linkToShare } from "./links.ts";
import { routes } from "./manifest.ts";
import { findRecipient, findShare } from "./store.ts";

/** A link for who has no e-mail address, or stands at the counter. */
export const giveRequestLink = useCase(
  routes.giveRequestLink,
  async ({ params, actor, db, now }, { publicUrl }: DocumentDeps) => {
    const { request, recipient } = await findRecipient(db, params, actor);
    if (!takesFiles(request, now)) throw new AppError("conflict", "The request is over: its links open nothing.");
    const { path, write } = newLink(linkToRequest(request, recipient));
    return created({ clientId: recipient.clientId, url: `${publicUrl}${path}`, expiresAt: request.expiresAt }, [write]);
  },
);

/** Of an address that was wrong, a telephone that was lost. Ending twice ends what was made in between. */
export const endRequestLinks = useCase(routes.endRequestLinks, async ({ params, actor, db, now }) => {
  const { recipient } = await findRecipient(db, params, actor);
  return noContent([endLinks(recipient, { by: actor.id, source: sourceOf(actor), now })]);
});

export const giveShareLink = useCase(
  routes.giveShareLink,
  async ({ params, actor, db, now }, { publicUrl }: DocumentDeps) => {
    const { document, share } = await findShare(db, params, actor);
    const isOpen = document.status === "clean" && !document.closed;
    if (!isOpen || !isOpenToClient(share, share.grant, now))
      throw new AppError(
        "conflict",
        "The document is not open to this client: share it with them, or open it again, first.",
      );
    const { clientId } = share;
    const { path, write } = newLink(linkToShare(share, now));
    return created(
      { clientId, url: `${publicUrl}${path}`, ...(share.expiresAt ? { expiresAt: share.expiresAt } : {}) },
      [write, accessed(document, actor.id, "link_given", now, clientId)],
    );
  },
);
