import { eq, getTableColumns } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import type { Role } from "#db/enums.ts";
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

/** One person by id or by address; undefined when there is none, or the actor may not see them. */
export async function findPerson(ctx: ReadCtx, by: { id: string } | { email: string }): Promise<Person | undefined> {
  const [row] = await ctx.read
    .select({ ...getTableColumns(users), roles: selectRoles(ctx.read) })
    .from(users)
    .where("id" in by ? eq(users.id, by.id) : eq(users.email, canonicalizeEmail(by.email) ?? by.email));
  if (!row || !isAllowed(ctx.actor, "student.read", { ownerId: row.id })) return undefined;
  const { id, name, email, timezone, createdAt, roles } = row;
  return {
    ...{ id, name, email, timezone, createdAt, roles },
    verified: row.verifiedAt !== null,
    disabled: row.disabledAt !== null,
  };
}
