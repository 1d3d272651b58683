import { describe, expect, it } from "vitest";
import { documentShare, document as file } from "../../../../functions/documents/kinds.ts";
import { kinds } from "../../../../functions/kinds.ts";
import { readerOf } from "../../../../shared/app/on.ts";
import { type Document, documents } from "../../../../shared/entities/document.ts";
import { type EventOf, eventTypesOf, kindOf, kindsIn } from "../../../../shared/events/kind.ts";
import { derivedId, type Id, idPrefixes, isId, ulids } from "../../../../shared/ids.ts";
import { aClient, anAccountId } from "../../../support/a-client.ts";
import { told } from "../../../support/told.ts";

const all = [...kinds.values()];

describe("a worker", () => {
  it("does not compile when it reads a field that is not published, or is mounted for a step that there is not", () => {
    // @ts-expect-error: how often it was downloaded is not published
    const share = ({ resource }: EventOf<typeof documentShare.downloaded>) => resource.downloads;
    // @ts-expect-error: a long note is left out of an event that is too large
    const note = ({ resource }: EventOf<typeof clientNote.created>) => resource.body.length;
    // @ts-expect-error: nobody prints a share
    const step = documentShare.printed;
    expect([share, note, step]).toHaveLength(3);
  });

  it("is given no event that it is not mounted for", () => {
    const read = readerOf([documentShare.viewed, documentShare.downloaded]);
    const detail = { id: "evt_1", accountId: anAccountId, resource: {}, changed: [], actor: {} };
    expect(read({ detail: { ...detail, type: "document_share.viewed" } }).type).toBe("document_share.viewed");
    expect(() => read({ detail: { ...detail, type: "document_share.created" } })).toThrow(
      "not for document_share.created",
    );
    expect(() => read({ detail: { ...detail, accountId: "acc_1", type: "document_share.viewed" } })).toThrow();
  });
});

describe("what is published", () => {
  it("is what the kind declares, and nothing else that the item holds", () => {
    const { version, createdAt, createdBy, updatedAt, updatedBy, source } = aClient();
    const document: Document = {
      ...{ id: derivedId("document", "1"), accountId: anAccountId, origin: "staff", fileName: "a.pdf" },
      ...{ contentType: "application/pdf", size: 10, status: "clean", visibility: "internal" },
      ...{ uploadId: derivedId("upload", "1"), key: "files/secret", closed: true },
      ...{ version, createdAt, createdBy, updatedAt, updatedBy, source },
      newVersion: {
        ...{ uploadId: derivedId("upload", "2"), fileName: "b.pdf", contentType: "application/pdf" },
        ...{ status: "awaiting_upload", createdAt, createdBy },
      },
    };
    const { resource, schemaVersion } = told(file.received, documents, document);
    expect(schemaVersion).toBe(1);
    expect(Object.keys(resource).sort()).toEqual(
      "contentType createdAt fileName id origin size status updatedAt version visibility".split(" "),
    );
  });

  it("is said once of each kind, by names that are no other kind's", () => {
    const once = (values: readonly string[]) => expect(values).toEqual([...new Set(values)]);
    once(all.map(({ entity }) => entity));
    for (const { publishes, forWorkers = [] } of all) once([...publishes, ...forWorkers]);
    const types = all.filter(({ entity }) => entity !== "erased_client").flatMap(eventTypesOf);
    once(types);
    for (const type of types) expect(type).toMatch(/^[a-z_]+\.[a-z_]+$/);
    const twice = kindOf<{ id: string }>()({
      entity: "client",
      audience: "workers",
      publishes: ["id"],
      schemaVersion: 1,
    });
    expect(() => kindsIn({ twice }, { again: twice })).toThrow("Two kinds are called client.");
  });

  it("says whose activity it belongs to, and what may be left out, by fields that it publishes", () => {
    for (const { of, publishes, large = [], forWorkers = [] } of all) {
      if (of === "client") expect(publishes).toContain("clientId");
      for (const field of large) expect(publishes).toContain(field);
      for (const field of forWorkers) expect(publishes).not.toContain(field);
      expect(publishes[0]).toBe("id");
    }
  });

  it("of ids that a feature declares, has prefixes that are no other's", () => {
    const prefixes = [...Object.values(idPrefixes), ...all.flatMap(({ ids }) => ids?.prefix ?? [])];
    expect(new Set(prefixes).size).toBe(prefixes.length);
    for (const prefix of prefixes) expect(prefix).toMatch(/^[a-z]{3,4}$/);
    const reminder = { kind: "reminder", prefix: "rem", path: "reminders" } as const;
    const id: Id<"reminder"> = ulids.next(reminder);
    expect(isId(reminder, id)).toBe(true);
    expect(isId("client", id)).toBe(false);
    expect(derivedId(reminder, "1")).toMatch(/^rem_/);
  });

  it("of an internal kind never reaches the change feed, which partners read", () => {
    for (const { audience, feed } of all) if (audience === "workers") expect(feed).toBe(false);
  });
});
