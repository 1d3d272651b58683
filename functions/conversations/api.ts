import { api, type UseCasesOf } from "../../shared/app/api.ts";
import { buildApiDeps } from "../../shared/app/deps.ts";
import type { routes } from "./manifest.ts";

export const useCases: UseCasesOf<typeof routes> = {
  "GET /v1/conversations": async () => (await import("./list-conversations.ts")).listConversations,
  "GET /v1/conversations/count": async () => (await import("./list-conversations.ts")).countConversations,
  "POST /v1/conversations": async () => (await import("./create-conversation.ts")).createConversation,
  "GET /v1/conversations/{id}": async () => (await import("./change-conversation.ts")).readConversation,
  "PATCH /v1/conversations/{id}": async () => (await import("./change-conversation.ts")).changeConversation,
  "GET /v1/conversations/{id}/messages": async () => (await import("./write-message.ts")).listSaid,
  "POST /v1/conversations/{id}/messages": async () => (await import("./write-message.ts")).writeMessage,
  "POST /v1/conversations/{id}/notes": async () => (await import("./write-message.ts")).addNote,
  "POST /v1/conversations/{id}/read": async () => (await import("./change-conversation.ts")).markRead,
  "GET /v1/clients/{id}/conversations": async () => (await import("./list-conversations.ts")).listOfClient,
};

export const handler = api(buildApiDeps, useCases, { french: async () => (await import("./french.ts")).french });
