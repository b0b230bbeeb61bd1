import { and, eq, getTableName, inArray, type SQL, sql } from "drizzle-orm";
import { perClient } from "#db/prepared.ts";
import { stateChanges } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import { getActorId } from "./actor.ts";
import type { StateMove, StepCtx } from "./command.ts";
import { createId } from "./ids.ts";
import { Refusal } from "./refusal.ts";
import type { Machine } from "./machine.ts";

const p = sql.placeholder;

type AnyMachine = Pick<Machine<string>, "object" | "table">;
type Move = { from: readonly string[]; to: string; set: Record<string, unknown>; where?: SQL | undefined };

/** Moves are made all the time and differ in few ways, so each way is prepared once. */
const moves = perClient((_tx: Tx) => new Map<string, ReturnType<typeof prepareMove>>());

/** A write makes one move or a few, so as many statements are prepared. */
const history = perClient((_tx: Tx) => new Map<number, ReturnType<typeof prepareHistory>>());

function prepareHistory(tx: Tx, count: number) {
  const rows = Array.from({ length: count }, (_, n) => ({
    id: p(`id${n}`),
    objectType: p(`objectType${n}`),
    objectId: p(`objectId${n}`),
    fromState: p(`fromState${n}`),
    toState: p(`toState${n}`),
    at: p("at"),
    actorType: p("actorType"),
    actorId: p("actorId"),
    why: p(`why${n}`),
  }));
  return tx.insert(stateChanges).values(rows).prepare();
}

function prepareMove(tx: Tx, { table }: AnyMachine, { from, to, set, where }: Move) {
  // A column's own way of writing values does not know what to do with nothing, so nothing is written out.
  const columns = Object.entries(set).map(([name, value]) => [name, value === null ? null : p(name)]);
  return {
    before: tx
      .select({ state: table.state })
      .from(table)
      .where(eq(table.id, p("id")))
      .prepare(),
    move: tx
      .update(table)
      .set({ ...Object.fromEntries(columns), state: to })
      .where(and(eq(table.id, p("id")), inArray(table.state, [...from]), where))
      .returning()
      .prepare(),
  };
}

function preparedMove(tx: Tx, machine: AnyMachine, move: Move) {
  // What narrows a move further may hold values of this one call.
  if (move.where) return prepareMove(tx, machine, move);
  const columns = Object.entries(move.set).map(([name, value]) => (value === null ? `${name}=null` : name));
  const key = [getTableName(machine.table), move.to, ...move.from, ...columns].join(" ");
  const known = moves(tx);
  let statements = known.get(key);
  if (!statements) known.set(key, (statements = prepareMove(tx, machine, move)));
  return statements;
}

/** The states from which a machine may move to `to`. */
function statesBefore<State extends string>(machine: Machine<State>, to: State): State[] {
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
  const set = Object.fromEntries(Object.entries(options.set ?? {}).filter(([, value]) => value !== undefined));
  const move = { from, to, set, where: options.where };
  // The statements are the same for every machine; which states and columns there are was checked by our own signature.
  const statements = preparedMove(ctx.tx, machine as unknown as AnyMachine, move);
  const [before] = from.length === 1 ? [{ state: from[0] }] : await statements.before.execute({ id });
  const [row] = await statements.move.execute({ ...set, id });
  if (!row) return undefined;
  await recordState(ctx, { type: machine.object, id }, (before?.state as State | undefined) ?? null, to, options.why);
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
export async function recordState(
  ctx: StepCtx,
  object: { type: string; id: string },
  from: string | null,
  to: string,
  why = "",
): Promise<void> {
  const move = {
    id: createId("stateChange"),
    objectType: object.type,
    objectId: object.id,
    fromState: from,
    toState: to,
    why,
  };
  if (ctx.gathered) ctx.gathered.push(move);
  else await writeMoves(ctx, [move]);
}

async function writeMoves({ tx, now, actor }: StepCtx, moves: readonly StateMove[]): Promise<void> {
  const known = history(tx);
  let statement = known.get(moves.length);
  if (!statement) known.set(moves.length, (statement = prepareHistory(tx, moves.length)));
  const values = moves.flatMap((move, n) => Object.entries(move).map(([name, value]) => [`${name}${n}`, value]));
  const shared = { at: now, actorType: actor.type, actorId: getActorId(actor) };
  await statement.execute({ ...shared, ...Object.fromEntries(values) });
}

/** So many are written in one statement: each count is prepared by itself, and SQLite takes so many values at once. */
const MOVES_MAX = 8;

/**
 * Runs a part of a verb that moves several objects, and writes their histories together after it, in fewer statements. Nothing in `run` may
 * read a history that it has just written. Where `run` throws, the transaction undoes the moves with everything else.
 */
export async function recordStates<Ctx extends StepCtx, Done>(
  ctx: Ctx,
  run: (ctx: Ctx) => Promise<Done>,
): Promise<Done> {
  const gathered: StateMove[] = [];
  const done = await run({ ...ctx, gathered });
  for (let at = 0; at < gathered.length; at += MOVES_MAX) await writeMoves(ctx, gathered.slice(at, at + MOVES_MAX));
  return done;
}
