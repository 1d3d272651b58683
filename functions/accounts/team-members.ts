import { keys } from "../../shared/db/keys.ts";
import type { AccountTable } from "../../shared/db/table.ts";
import { members } from "../../shared/entities/account.ts";
import { AppError } from "../../shared/errors.ts";

/** Each once, in the order given. @throws AppError `not-found` pointing at each id that is no member */
export const teamMembers = async (db: AccountTable, ids: readonly string[]): Promise<string[]> => {
  const wanted = [...new Set(ids)];
  const found = await db.getMany(
    members,
    wanted.map((id) => keys.of(db.accountId, id)),
    { consistent: true },
  );
  const active = new Set<string>(found.filter(({ status }) => status === "active").map(({ id }) => id));
  const errors = ids.flatMap((id, index) =>
    active.has(id) ? [] : [{ pointer: `/memberIds/${index}`, message: "No such member" }],
  );
  if (errors.length > 0) throw new AppError("not-found", "A team is made of members.", { errors });
  return wanted;
};
