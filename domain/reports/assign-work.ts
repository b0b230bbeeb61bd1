import { and, eq, gte, lt, type SQL } from "drizzle-orm";
import type { WorkKind } from "#db/enums.ts";
import { users, workAssignments, workItems } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { getActorId } from "../kernel/actor.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize, isAllowed } from "../policy.ts";
import { selectWorkTeam } from "./get-work-team.ts";
import { getWorkBounds, isWaitingNow, WORK_ACTIONS, WORK_OBJECTS } from "./work-kinds.ts";

type Item = { kind: WorkKind; itemId: string };
type Owner = { id: string; name: string };

/**
 * Gives something that waits to somebody of the team, or to nobody (`ownerId` null); giving it again takes the place of the first. `seenOwnerId`
 * is whose it was where its giver looked: it is given only while that is so, and who has it now is said otherwise (`wrong_state`). Refuses
 * (`forbidden`) whoever could do nothing about it, (`not_found`) what does not wait any more, and (`invalid_input`) a person who could do
 * nothing about it.
 */
export async function assignWork(
  ctx: WriteCtx,
  input: Item & { ownerId: string | null; seenOwnerId?: string | null | undefined },
): Promise<void> {
  authorize(ctx, "work.assign", {});
  const { kind, itemId, ownerId, seenOwnerId } = input;
  if (!isAllowed(ctx.actor, WORK_ACTIONS[kind])) throw new Refusal("forbidden", { denied: WORK_ACTIONS[kind] });
  const since = await requireWaiting(ctx, { kind, itemId });
  const to = ownerId === null ? null : await requireOwner(ctx, kind, ownerId);
  const before = await findOwner(ctx, { kind, itemId }, since);
  if (seenOwnerId !== undefined && seenOwnerId !== (before?.id ?? null)) {
    // Pressed twice it is done once.
    if (before?.id === to?.id) return;
    throw refuseTaken(before);
  }
  const isFree = seenOwnerId === undefined ? undefined : isOwnedBy(before, since);
  // Somebody else pressed at the same moment.
  if (!(await setOwner(ctx, { kind, itemId }, to, isFree))) {
    throw refuseTaken(await findOwner(ctx, { kind, itemId }, since));
  }
  const change = { before: { owner: before?.name ?? null }, after: { kind, owner: to?.name ?? null } };
  await audit(ctx, "work.assign", { type: WORK_OBJECTS[kind], id: itemId }, change);
}

const refuseTaken = (by: Owner | undefined) =>
  new Refusal("wrong_state", {
    words: by
      ? message("refusals.work_taken_meanwhile", { name: by.name })
      : message("refusals.work_given_back_meanwhile"),
  });

/** SQL. What was given before it came up again is nobody's. */
const isOwnedBy = (owner: Owner | undefined, since: Date): SQL =>
  owner ? eq(workAssignments.ownerId, owner.id) : lt(workAssignments.assignedAt, since);

/** Says whether it was still whose it was a moment ago. */
async function setOwner(ctx: StepCtx, item: Item, to: Owner | null, isFree: SQL | undefined): Promise<boolean> {
  const own = and(eq(workAssignments.kind, item.kind), eq(workAssignments.itemId, item.itemId));
  if (to === null) {
    await ctx.tx.delete(workAssignments).where(and(own, isFree));
    return true;
  }
  const given = { ownerId: to.id, assignedBy: getActorId(ctx.actor), assignedAt: ctx.now };
  const rows = await ctx.tx
    .insert(workAssignments)
    .values({ ...item, ...given })
    .onConflictDoUpdate({
      target: [workAssignments.kind, workAssignments.itemId],
      set: given,
      ...(isFree && { setWhere: isFree }),
    })
    .returning({ itemId: workAssignments.itemId });
  return rows.length > 0;
}

/** Since when it waits. */
async function requireWaiting(ctx: StepCtx, { kind, itemId }: Item): Promise<Date> {
  const [waiting] = await ctx.tx
    .select({ since: workItems.since })
    .from(workItems)
    .where(and(eq(workItems.kind, kind), eq(workItems.itemId, itemId), isWaitingNow(getWorkBounds(ctx.now))));
  if (!waiting) throw new Refusal("not_found");
  return waiting.since;
}

async function requireOwner(ctx: StepCtx, kind: WorkKind, ownerId: string): Promise<Owner> {
  const rows = await selectWorkTeam(ctx.tx, ownerId);
  const [person] = rows;
  const roles = rows.map(({ role }) => role);
  if (person && isAllowed({ type: "user", id: person.id, roles }, WORK_ACTIONS[kind])) return person;
  throw new Refusal("invalid_input", { fields: { ownerId: message("fields.choose_work_owner") } });
}

/** Whoever was given it since it came up, as the worklist shows it. */
async function findOwner(ctx: StepCtx, { kind, itemId }: Item, since: Date): Promise<Owner | undefined> {
  const isOwn = and(eq(workAssignments.kind, kind), eq(workAssignments.itemId, itemId));
  const [row] = await ctx.tx
    .select({ id: users.id, name: users.name })
    .from(workAssignments)
    .innerJoin(users, eq(users.id, workAssignments.ownerId))
    .where(and(isOwn, gte(workAssignments.assignedAt, since)));
  return row;
}
