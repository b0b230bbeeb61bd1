import { and, eq } from "drizzle-orm";
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

/**
 * Gives something that waits to somebody of the team, or to nobody (`ownerId` null); giving it again takes the place of the first. Refuses
 * (`forbidden`) whoever could do nothing about it, (`not_found`) what does not wait any more, and (`invalid_input`) a person who could do
 * nothing about it.
 */
export async function assignWork(ctx: WriteCtx, input: Item & { ownerId: string | null }): Promise<void> {
  authorize(ctx, "work.assign", {});
  const { kind, itemId, ownerId } = input;
  if (!isAllowed(ctx.actor, WORK_ACTIONS[kind])) throw new Refusal("forbidden", { denied: WORK_ACTIONS[kind] });
  await requireWaiting(ctx, { kind, itemId });
  const to = ownerId === null ? null : await requireOwner(ctx, kind, ownerId);
  const before = await findOwner(ctx, { kind, itemId });
  const own = and(eq(workAssignments.kind, kind), eq(workAssignments.itemId, itemId));
  if (to === null) {
    await ctx.tx.delete(workAssignments).where(own);
  } else {
    const given = { ownerId: to.id, assignedBy: getActorId(ctx.actor), assignedAt: ctx.now };
    await ctx.tx
      .insert(workAssignments)
      .values({ kind, itemId, ...given })
      .onConflictDoUpdate({ target: [workAssignments.kind, workAssignments.itemId], set: given });
  }
  const change = { before: { owner: before }, after: { kind, owner: to?.name ?? null } };
  await audit(ctx, "work.assign", { type: WORK_OBJECTS[kind], id: itemId }, change);
}

async function requireWaiting(ctx: StepCtx, { kind, itemId }: Item): Promise<void> {
  const [waiting] = await ctx.tx
    .select({ key: workItems.key })
    .from(workItems)
    .where(and(eq(workItems.kind, kind), eq(workItems.itemId, itemId), isWaitingNow(getWorkBounds(ctx.now))));
  if (!waiting) throw new Refusal("not_found");
}

async function requireOwner(ctx: StepCtx, kind: WorkKind, ownerId: string): Promise<{ id: string; name: string }> {
  const rows = await selectWorkTeam(ctx.tx, ownerId);
  const [person] = rows;
  const roles = rows.map(({ role }) => role);
  if (person && isAllowed({ type: "user", id: person.id, roles }, WORK_ACTIONS[kind])) return person;
  throw new Refusal("invalid_input", { fields: { ownerId: message("fields.choose_work_owner") } });
}

async function findOwner(ctx: StepCtx, { kind, itemId }: Item): Promise<string | null> {
  const [row] = await ctx.tx
    .select({ name: users.name })
    .from(workAssignments)
    .innerJoin(users, eq(users.id, workAssignments.ownerId))
    .where(and(eq(workAssignments.kind, kind), eq(workAssignments.itemId, itemId)));
  return row?.name ?? null;
}
