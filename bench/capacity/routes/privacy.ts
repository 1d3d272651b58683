import { type Case, idOf, now, places, type Setting, together, written } from "../case.ts";

/** What people may ask of a business: all that it keeps about them, and its end. */
export const privacyCases = async ({ caller, make }: Setting): Promise<Case[]> => {
  const at = places(caller.account.id);
  const [asking, leaving, gone] = [
    idOf(await make("POST /v1/clients", { body: { name: "Asking" } })),
    idOf(await make("POST /v1/clients", { body: { name: "Leaving" } })),
    idOf(await make("POST /v1/clients", { body: { name: "Gone" } })),
  ];
  const begun = await make("POST /v1/clients/{id}/erase", { params: { id: gone } });
  const job = idOf(begun.job as Record<string, unknown>);
  const erasure = String(begun.erasureId);
  return [
    {
      route: "POST /v1/clients/{id}/erase",
      pattern: "Get client; its place, the receipt and the job in one transaction",
      params: { id: leaving },
      reads: [now("client", at.of(leaving))],
      writes: ({ calls }) => [together("client, receipt, job", ...written(calls))],
    },
    {
      route: "POST /v1/clients/{id}/erase",
      pattern: "asked again: Get the client's place, the receipt, its job",
      params: { id: gone },
      reads: [now("client", at.of(gone)), now("its place, receipt, job", at.of(gone), at.of(erasure), at.of(job))],
      because: "each is named by the one before, and the place of a client is looked at as a client first",
    },
    {
      route: "GET /v1/erasures/{id}",
      pattern: "Get receipt; while it is not finished, Get its job",
      params: { id: erasure },
      reads: [now("receipt, job", at.of(erasure), at.of(job))],
      because: "the job is named by the receipt",
    },
    {
      route: "POST /v1/clients/{id}/export",
      pattern: "Get client; export and job in one transaction",
      params: { id: asking },
      reads: [now("client", at.of(asking))],
      writes: ({ calls }) => [together("export and job", ...written(calls))],
    },
  ];
};
