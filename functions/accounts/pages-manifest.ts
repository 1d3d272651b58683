import { manifest, route } from "../../shared/http/contract.ts";

/** What a link in an e-mail to somebody of a business opens; what they answer goes to the API. */
export const routes = {
  openAccount: route("GET /p/{token}/accounts", {
    summary: "Open the link of an invitation, or of a new password",
    description:
      "A page for people, in the language of its reader. Opening it changes nothing: mailboxes follow links too.",
    access: "public",
    answers: { 200: "page", 404: "page", 410: "page", 429: "page" },
  }),
};

export const accountPages = manifest("accounts", "Pages on which people join an account, or come back", routes, {
  entry: "pages",
  tag: "pages",
});
