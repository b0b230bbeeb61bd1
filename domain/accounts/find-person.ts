import { eq, getTableColumns } from "drizzle-orm";
import { param, perClient } from "#db/prepared.ts";
import { users } from "#db/schema/index.ts";
import type { Role } from "#db/enums.ts";
import type { Reader } from "#db/types.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { canonicalizeEmail } from "../kernel/email-address.ts";
import { isAllowed } from "../policy.ts";
import { selectRoles } from "./list-team.ts";

export type Person = {
  id: string;
  name: string;
  email: string;
  timezone: string;
  roles: Role[];
  verified: boolean;
  disabled: boolean;
  createdAt: Date;
};

const queries = perClient((read: Reader) => {
  const select = () => read.select({ ...getTableColumns(users), roles: selectRoles(read) }).from(users);
  return {
    byId: select()
      .where(eq(users.id, param(users.id, "id")))
      .prepare(),
    byEmail: select()
      .where(eq(users.email, param(users.email, "email")))
      .prepare(),
  };
});

/** One person by id or by address; undefined when there is none, or the actor may not see them. */
export async function findPerson(ctx: ReadCtx, by: { id: string } | { email: string }): Promise<Person | undefined> {
  const { byId, byEmail } = queries(ctx.read);
  const [row] = await ("id" in by
    ? byId.execute({ id: by.id })
    : byEmail.execute({ email: canonicalizeEmail(by.email) ?? by.email }));
  if (!row || !isAllowed(ctx.actor, "student.read", { ownerId: row.id })) return undefined;
  const { id, name, email, timezone, createdAt, roles } = row;
  return {
    ...{ id, name, email, timezone, createdAt, roles },
    verified: row.verifiedAt !== null,
    disabled: row.disabledAt !== null,
  };
}
