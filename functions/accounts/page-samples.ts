import type { Answer } from "../../shared/app/use-case.ts";
import { derivedId } from "../../shared/ids.ts";
import type { RenderedPage } from "../../shared/pages/page.ts";
import type { PageSamples } from "../../shared/pages/page-samples.ts";
import { invitationPage, passwordPage } from "./pages/person-page.ts";

const invitation = {
  id: derivedId("invitation", "1"),
  email: "luc@example.org",
  name: "Luc Roy",
  expiresAt: "2026-04-02T03:00:00.000Z",
};

export const pageSamples: PageSamples = {
  invitation: ({ account, filesOrigin }) => pageOf(invitationPage(invitation, account, "token", filesOrigin)),
  password: ({ language }) => pageOf(passwordPage({ subject: "marie@example.org" }, "token", [language])),
};

const pageOf = ({ body, headers = {} }: Answer): RenderedPage => ({ html: String(body), headers });
