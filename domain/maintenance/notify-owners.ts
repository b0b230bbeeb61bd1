import { and, asc, eq, isNull } from "drizzle-orm";
import { userRoles, users } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { Message } from "#messages/message.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { authorize } from "../policy.ts";

const OWNERS_MAX = 10;
/** As much as a person reads in a mail. */
const WORDS_MAX = 2_000;

/** What is wrong with the backups: one could not be made or is not right, or there is none that is young enough. */
export type BackupTrouble = { what: "failed" | "too_old"; words: string | Message };

/** Promises the owners a mail about their backups, at most one of a kind a day. Says how many it will go to. */
export async function notifyOwners(ctx: WriteCtx, { what, words }: BackupTrouble): Promise<number> {
  authorize(ctx, "maintenance.notify", {});
  const owners = await ctx.tx
    .select({ email: users.email, name: users.name })
    .from(userRoles)
    .innerJoin(users, eq(users.id, userRoles.userId))
    .where(and(eq(userRoles.role, "owner"), isNull(users.disabledAt)))
    .orderBy(asc(users.id))
    .limit(OWNERS_MAX);
  const day = ctx.now.toISOString().slice(0, 10);
  for (const { email, name } of owners) {
    const payload = { name, what, words: typeof words === "string" ? words.slice(0, WORDS_MAX) : words };
    await enqueueMail(ctx, { kind: "backup_trouble", to: email, payload, dedupeKey: `${what}:${day}:${email}` });
  }
  await audit(
    ctx,
    "maintenance.notify",
    { type: "maintenance", id: "backups" },
    { after: { what, owners: owners.length } },
  );
  return owners.length;
}
