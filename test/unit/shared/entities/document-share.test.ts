import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type DocumentShare,
  isOpenToClient,
  shareStates,
  shareStatusOf,
  shareWith,
  stateAfter,
} from "../../../../shared/entities/document-share.ts";
import { derivedId } from "../../../../shared/ids.ts";
import { aClient, anAccountId } from "../../../support/a-client.ts";

const client = aClient({ email: "noemie@example.org" });
const document = {
  id: derivedId("document", "a test"),
  accountId: anAccountId,
  origin: "staff" as const,
  fileName: "contrat.pdf",
};
const author = { by: "key_test", source: "api", now: new Date("2026-03-02T15:00:00.000Z") };
const shared = (previous?: DocumentShare, visibility: DocumentShare["visibility"] = "client", notify = true) =>
  shareWith(document, client, { visibility, notify }, author, previous).share;

describe("the state of a share", () => {
  it("never goes back, whatever the client does in whatever order", () => {
    const acts = fc.array(fc.constantFrom("viewed" as const, "downloaded" as const));
    fc.assert(
      fc.property(acts, (done) => {
        let state: DocumentShare["state"] = "sent";
        for (const act of done) {
          const next = stateAfter(state, act);
          expect(shareStates.indexOf(next)).toBeGreaterThanOrEqual(shareStates.indexOf(state));
          state = next;
        }
        expect(state).toBe(done.includes("downloaded") ? "downloaded" : (done[0] ?? "sent"));
      }),
    );
  });

  it("is open to the client only while it is theirs, active and within its term", () => {
    const share = shared();
    expect(isOpenToClient(share, share.grant, author.now)).toBe(true);
    const end = new Date(share.expiresAt ?? "");
    expect(isOpenToClient(share, share.grant, new Date(end.getTime() - 1))).toBe(true);
    expect(shareStatusOf(share, end)).toBe("expired");
    expect(isOpenToClient(share, share.grant, end)).toBe(false);
    expect(isOpenToClient(share, share.grant - 1, author.now)).toBe(false);
    expect(isOpenToClient({ ...share, status: "revoked" }, share.grant, author.now)).toBe(false);
    expect(isOpenToClient(shared(share, "internal"), share.grant, author.now)).toBe(false);
  });
});

describe("sharing again", () => {
  it("does not double an e-mail that is on its way, and sends another one after it", () => {
    const first = shared();
    expect(shared(first)).toMatchObject({ round: 1, mail: "queued", version: 2 });
    expect(shared({ ...first, mail: "sent" })).toMatchObject({ round: 2, mail: "queued" });
    expect(shared({ ...first, mail: "sent" }, "client", false)).toMatchObject({ round: 1, mail: "sent" });
    expect(shared(first, "internal")).toMatchObject({ round: 1, mail: "none" });
  });

  it("after it was revoked begins anew", () => {
    const over: DocumentShare = {
      ...shared(),
      status: "revoked",
      state: "viewed",
      viewedAt: "2026-03-02T16:00:00.000Z",
    };
    const again = shared({ ...over, mail: "sent" });
    expect(again).toMatchObject({ status: "active", state: "sent", grant: 2, round: 2 });
    expect(again).not.toHaveProperty("viewedAt");
  });
});
