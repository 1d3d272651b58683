import type { Client } from "../../shared/entities/client.ts";
import type { ClientId } from "../../shared/ids.ts";
import { sameContent } from "./merge-row.ts";
import type { Change, ReadRow, TakeTerms } from "./rows-taken.ts";
import { contentOf } from "./write-clients.ts";

type Terms = Pick<TakeTerms, "known" | "author" | "repeatedSince">;

/**
 * A worker that died may have written the rows of its last step without saying so. Who does them again counts them as if
 * nothing had been written: clients that it made are taken for absent until their rows come.
 */
export class RepeatedStep {
  readonly #made = new Map<ClientId, Client>();
  readonly #changed = new Set<ClientId>();

  constructor({ known, author, repeatedSince }: Terms) {
    if (repeatedSince === undefined) return;
    for (const client of known.loaded()) {
      if (client.source !== "import" || client.updatedBy !== author || client.updatedAt <= repeatedSince) continue;
      if (client.version > 1) this.#changed.add(client.id);
      else if (!known.hasMet(client.id)) {
        this.#made.set(client.id, client);
        known.hide(client.id);
      }
    }
  }

  /** Finds what these changes only repeat: it is not written again. What somebody else has made is filled in. */
  recognise(changes: readonly Change[], fillIn: (client: Client, row: ReadRow) => Client): void {
    for (const change of changes) {
      const [first] = change.rows;
      const made = this.#made.get(change.after.id);
      if (made) {
        const isSame = sameContent(contentOf(made), contentOf(change.after));
        change.after = isSame ? made : change.rows.reduce((client, { row }) => fillIn(client, row), made);
        change.before = made;
      }
      if (first?.outcome === "unchanged" && this.#changed.has(change.after.id)) first.outcome = "updated";
    }
  }
}
