import { buildApiDeps, type Deps } from "../../shared/app/deps.ts";
import type { ContactReader } from "../../shared/entities/custom-fields.ts";
import { lazy } from "../../shared/lazy.ts";

export interface ClientDeps extends Deps {
  /** Reads e-mail addresses and phone numbers; loaded with the first client that is written. */
  contact: () => Promise<ContactReader>;
}

export const loadContactReader = lazy(async (): Promise<ContactReader> => {
  const { storedAddress } = await import("../../shared/text/email-address.ts");
  const { e164Of } = await import("../../shared/text/contact.ts");
  return { email: storedAddress, phone: e164Of };
});

export const buildDeps = (): ClientDeps => ({ ...buildApiDeps(), contact: loadContactReader });
