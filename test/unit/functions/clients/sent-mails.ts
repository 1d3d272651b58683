import { clientMessage } from "../../../../functions/clients/kinds.ts";
import { sendMessage } from "../../../../functions/clients/send-message.ts";
import { put } from "../../../../shared/db/writes.ts";
import { type ClientMessage, clientMessages } from "../../../../shared/entities/client-message.ts";
import { jobItems } from "../../../../shared/entities/job.ts";
import { ulids } from "../../../../shared/ids.ts";
import type { SentMails } from "../../../support/mail-desk.ts";
import { told } from "../../../support/told.ts";

export const sentMails: SentMails = {
  client_message: async ({ accountId, born, client, db, deps }) => {
    const jobId = ulids.next("job");
    const message: ClientMessage = {
      ...{ id: `${jobId}.${client.id}`, accountId, clientId: client.id, jobId, subject: "Pneus", body: "Bonjour" },
      ...{ marketing: true, mail: "queued", ...born },
    };
    await db.commit([
      put(clientMessages, message),
      put(jobItems, { accountId, jobId, place: client.id, item: client.id, status: "created" }),
    ]);
    await sendMessage(told(clientMessage.queued, clientMessages, message), deps);
  },
};
