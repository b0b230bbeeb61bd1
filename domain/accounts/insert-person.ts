import { users } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { buildPersonKeys } from "./build-person-keys.ts";

/**
 * Writes a new person's row, in the school's own timezone until they choose theirs. Whoever makes their own account, be it by an
 * invitation or an account elsewhere, is written to in the `language` in which they did; whoever is given one, in the school's.
 */
export async function insertPerson(
  ctx: StepCtx,
  person: {
    name: string;
    email: string;
    passwordHash?: string | null;
    verifiedAt: Date | null;
    language?: string | null;
    timezone?: string;
    officeNote?: string | null;
  },
): Promise<string> {
  const { name, email, passwordHash = null, verifiedAt, language, officeNote } = person;
  const timezone = person.timezone ?? (await getSchoolSettings(ctx.tx)).timezone;
  const id = createId("user");
  await ctx.tx.insert(users).values({
    ...{ id, name, email, passwordHash, verifiedAt, timezone, language, officeNote, createdAt: ctx.now },
    ...buildPersonKeys({ name, email }),
  });
  return id;
}
