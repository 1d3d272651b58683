import { describe, expect, it } from "vitest";
import { member, passwordReset } from "../../../../functions/accounts/kinds.ts";
import { kinds } from "../../../../functions/kinds.ts";
import { compilePattern } from "../../../../local/events/pattern.ts";
import { members } from "../../../../shared/entities/account.ts";
import { INSTALLATION } from "../../../../shared/entities/installation.ts";
import { passwordResets } from "../../../../shared/entities/password-reset.ts";
import { publicForm, publicPatterns, publicTypes } from "../../../../shared/events/public-events.ts";
import { derivedId } from "../../../../shared/ids.ts";
import { aClient, anAccountId } from "../../../support/a-client.ts";
import { told } from "../../../support/told.ts";

const { version, createdAt, createdBy, updatedAt, updatedBy, source } = aClient();
const provenance = { version, createdAt, createdBy, updatedAt, updatedBy, source };

describe("partners", () => {
  it("are told what is published, without what only our own workers need", () => {
    const event = told(member.created, members, {
      ...{ id: derivedId("member", "1"), accountId: anAccountId, personId: "person", email: "luc@garage.example" },
      ...{ address: "unproven", name: "Luc", role: "owner", editClients: true, status: "active", ...provenance },
    });
    expect(event.resource.address).toBe("unproven");
    const form = publicForm(kinds, event);
    expect(form).toMatchObject({ id: event.id, type: "member.created", resource: { name: "Luc", version: 1 } });
    expect(form?.resource).not.toHaveProperty("address");
    expect(form?.resource).not.toHaveProperty("personId");
  });

  it("hear nothing of internal kinds", () => {
    const event = told(passwordReset.created, passwordResets, {
      ...{ id: "hash", accountId: INSTALLATION, email: "luc@garage.example", ttl: 0, ...provenance },
    });
    expect(publicForm(kinds, event)).toBeUndefined();
    expect(publicTypes(kinds)).not.toContain(event.type);
  });

  it("are reached by one rule of the bus, short enough for EventBridge", () => {
    const pattern = { source: ["clientele"], "detail-type": publicPatterns(kinds) };
    expect(JSON.stringify(pattern).length).toBeLessThan(2048);
    const matches = compilePattern(pattern);
    for (const type of publicTypes(kinds)) expect(matches({ source: "clientele", "detail-type": type })).toBe(true);
    expect(matches({ source: "clientele", "detail-type": "password_reset.created" })).toBe(false);
  });
});
