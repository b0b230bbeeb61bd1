import { and, eq, getTableName, inArray, type SQL } from "drizzle-orm";
import { stateChanges } from "#db/schema/index.ts";
import { actorId } from "./actor.ts";
import type { StepCtx } from "./command.ts";
import { newId } from "./ids.ts";
import { Refusal } from "./refusal.ts";
import type { Machine } from "./machine.ts";

/** The states from which a machine may move to `to`. */
export function statesBefore<State extends string>(machine: Machine<State>, to: State): State[] {
  const states = Object.entries(machine.moves) as [State, readonly State[]][];
  return states.filter(([, targets]) => targets.includes(to)).map(([from]) => from);
}

/**
 * Moves one object to another state by a conditional UPDATE and writes its history. Returns the row as it now is, or
 * undefined when it was not in a state from which the move is allowed: nothing is written then.
 * `set` changes further columns of the same row; `where` narrows further.
 */
export async function tryTransition<State extends string, Row extends { id: string; state: State }>(
  ctx: StepCtx,
  machine: Machine<State, Row>,
  id: string,
  to: State,
  options: { from?: readonly State[]; set?: Partial<Row>; why?: string; where?: SQL } = {},
): Promise<Row | undefined> {
  const { table } = machine;
  const from = options.from ?? statesBefore(machine, to);
  const allowed = statesBefore(machine, to);
  if (from.some((state) => !allowed.includes(state))) {
    throw new Error(`${getTableName(table)}: no move from ${from.join(", ")} to ${to}`);
  }
  const [before] = await ctx.tx.select({ state: table.state }).from(table).where(eq(table.id, id));
  const [row] = await ctx.tx
    .update(table)
    .set({ ...options.set, state: to } as Record<string, unknown>)
    .where(and(eq(table.id, id), inArray(table.state, [...from]), options.where))
    .returning();
  if (!row) return undefined;
  await noteState(ctx, { type: machine.object, id }, (before?.state as State | undefined) ?? null, to, options.why);
  return row as unknown as Row;
}

/** As `tryTransition`, and refuses with `wrong_state` when the move is not allowed now. */
export async function transition<State extends string, Row extends { id: string; state: State }>(
  ctx: StepCtx,
  machine: Machine<State, Row>,
  id: string,
  to: State,
  options: { from?: readonly State[]; set?: Partial<Row>; why?: string; where?: SQL } = {},
): Promise<Row> {
  const row = await tryTransition(ctx, machine, id, to, options);
  if (!row) throw new Refusal("wrong_state");
  return row;
}

/** The history of an object begins with the state it was made in (`from` null). */
export async function noteState(
  ctx: StepCtx,
  object: { type: string; id: string },
  from: string | null,
  to: string,
  why = "",
): Promise<void> {
  await ctx.tx.insert(stateChanges).values({
    id: newId("stateChange"),
    objectType: object.type,
    objectId: object.id,
    fromState: from,
    toState: to,
    at: ctx.now,
    actorType: ctx.actor.type,
    actorId: actorId(ctx.actor),
    why,
  });
}
