import { and, desc, eq, gt, isNull, type SQL } from "drizzle-orm";
import { gatherRows } from "#db/json-list.ts";
import { param, perClient } from "#db/prepared.ts";
import { sessions, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { type Person, findPerson } from "../accounts/find-person.ts";
import { explainGrants, type ExplainedAccess, selectGrants } from "../access/load-access.ts";
import { isSessionIdle } from "../accounts/sessions.ts";
import { isStaff } from "../kernel/actor.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isId } from "../kernel/ids.ts";
import { isAllowed } from "../policy.ts";
import { describeMerge, selectMerge, type StudentMerge } from "./describe-merge.ts";

const SHOWN_MAX = 100;

const queries = perClient((read: Reader) => ({
  beside: read
    .select({
      sessions: selectSessions(read),
      grants: selectGrants(read),
      merge: selectMerge(read),
      language: users.language,
      officeNote: users.officeNote,
    })
    .from(users)
    .where(eq(users.id, param(users.id, "id")))
    .prepare(),
}));

/** One person as the office sees them; undefined when there is none or the actor may not see them. */
export async function getPerson(ctx: ReadCtx, id: string): Promise<PersonView | undefined> {
  if (!isId("user", id) || !isAllowed(ctx.actor, "student.list")) return undefined;
  const person = await findPerson(ctx, { id });
  if (!person) return undefined;
  const [found] = await queries(ctx.read).beside.execute({ id, now: ctx.now });
  const { sessions: open = [], grants = [], merge = [], language = null, officeNote = null } = found ?? {};
  const mayEnd = isAllowed(ctx.actor, "session.end", { ownerId: null });
  const isInUse = ({ lastSeenAt }: SessionRow) =>
    !isSessionIdle({ lastSeenAt, roles: person.roles }, ctx.now, ctx.rules);
  return {
    ...person,
    ...{ language, officeNote, access: explainGrants(grants, ctx.now), merge: describeMerge(ctx, merge) },
    sessions: mayEnd ? open.filter(isInUse) : undefined,
    may: {
      edit: isAllowed(ctx.actor, "student.edit") && !isStaff({ type: "user", id, roles: person.roles }),
      disable: isAllowed(ctx.actor, "student.disable"),
      team: isAllowed(ctx.actor, "team.read"),
    },
  };
}

export type SessionRow = { id: string; agent: string; address: string; createdAt: Date; lastSeenAt: Date };

export type PersonView = Person & {
  /** Where they are signed in now; none when the actor may not know. */
  sessions: SessionRow[] | undefined;
  language: string | null;
  /** What the office notes for itself. */
  officeNote: string | null;
  /** What is open to them, course by course, and why. */
  access: ExplainedAccess[];
  /** Into which account this one was merged. */
  merge: StudentMerge | undefined;
  may: { edit: boolean; disable: boolean; team: boolean };
};

function selectSessions(read: Reader): SQL<SessionRow[]> {
  const fields = {
    id: sessions.id,
    agent: sessions.agent,
    address: sessions.address,
    createdAt: sessions.createdAt,
    lastSeenAt: sessions.lastSeenAt,
  };
  return gatherRows(read, fields, (select) =>
    select
      .from(sessions)
      .where(
        and(
          eq(sessions.userId, users.id),
          isNull(sessions.revokedAt),
          gt(sessions.expiresAt, param(sessions.expiresAt, "now")),
        ),
      )
      .orderBy(desc(sessions.lastSeenAt), desc(sessions.id))
      .limit(SHOWN_MAX),
  );
}
