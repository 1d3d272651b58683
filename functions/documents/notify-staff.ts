import { on } from "../../shared/app/on.ts";
import { keys } from "../../shared/db/keys.ts";
import { clients } from "../../shared/entities/client.ts";
import { documents } from "../../shared/entities/document.ts";
import { documentRequests, recipientKey, requestRecipients } from "../../shared/entities/document-request.ts";
import type { EventOf } from "../../shared/events/kind.ts";
import { buildMailingDeps, type MailingDeps } from "../../shared/messaging/mailing-deps.ts";
import { notify } from "../../shared/messaging/notify.ts";
import { document as kind } from "./kinds.ts";
import { documentReceived, documentRefused } from "./mails.ts";
import { receivedMail } from "./received-mail.ts";
import { refusedMail } from "./refused-mail.ts";

/**
 * Tells whoever asked what a client has sent: `document.received`, and `document.infected` or `document.refused` when it
 * was not kept, which the client may have left too early to see. What became of a file is decided once.
 */
export const notifyStaff = async (
  { accountId, resource: { id } }: EventOf<(typeof decided)[number]>,
  deps: MailingDeps,
): Promise<void> => {
  const db = deps.table.of(accountId);
  const document = await db.get(documents, keys.of(accountId, id));
  if (!document?.requestId || !document.clientId) return;
  const { requestId, clientId } = document;
  const [client, request, recipient] = await Promise.all([
    db.get(clients, keys.of(accountId, clientId)),
    db.get(documentRequests, keys.of(accountId, requestId)),
    db.get(requestRecipients, recipientKey({ accountId, requestId, clientId })),
  ]);
  if (!client || !request || !recipient) return;

  const isKept = document.status === "clean";
  await notify(
    db,
    isKept ? documentReceived : documentRefused,
    {
      id: document.id,
      name: isKept ? "received" : "refused",
      asker: request.createdBy,
      write: (given) =>
        isKept
          ? receivedMail({ ...given, client, document, request, recipient })
          : refusedMail({ ...given, client, document, request }),
    },
    deps,
  );
};

const decided = [kind.received, kind.infected, kind.refused] as const;

export const handler = on(decided, buildMailingDeps, notifyStaff);
