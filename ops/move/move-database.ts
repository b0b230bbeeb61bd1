/**
 * Moves a school from one database to an empty one of the other engine while it serves: copies one moment, follows what is written
 * meanwhile, holds writes for the rest, compares, and only then seals the old one. docs/decisions/move-while-the-school-serves.md
 */
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { committedMigrations } from "#db/migrate.ts";
import { detectPooler } from "#db/detect-pooler.ts";
import { storageTroubleOf, WrongVersion } from "#db/errors.ts";
import { engineOf } from "#db/engine.ts";
import type { Clock } from "#domain/kernel/clock.ts";
import { MessageError } from "#messages/message-error.ts";
import { type Message, message, type Said } from "#messages/message.ts";
import { verifyPostgres } from "../backup/postgres-copy.ts";
import { verifySqlite } from "../backup/sqlite-copy.ts";
import { agreeTables, namesOfMoved } from "./agree-tables.ts";
import { checkTarget, openForUse, openTarget, prepareTarget } from "./arriving.ts";
import { describeEnds } from "./check-ends.ts";
import { Carrier, type Ends, type Progress } from "./carry.ts";
import { compareCounters, findUnbalanced } from "./compare-counters.ts";
import { describePlace } from "./describe-place.ts";
import type { FilesMove } from "./move-files.ts";
import type { Source, Target } from "./end.ts";
import { describeRoom, estimateMinutes, type Room } from "./estimate.ts";
import { isRestShort } from "./is-rest-short.ts";
import { readMarkers } from "./markers.ts";
import { lockAtServer } from "./move-lock.ts";
import { openPostgresSource } from "./postgres-source.ts";
import { openSqliteSource } from "./sqlite-source.ts";

/** Who writes more quickly than is copied is not followed for ever. */
const ROUNDS_MAX = 30;
const MB = 1_000_000;

export type Move = {
  /** As for `openDatabase`. */
  from: string;
  to: string;
  /** Only looks whether it could be done. */
  isCheck?: boolean;
  clock: Clock;
  /** Gets each step as it begins or ends. */
  say: (told: Message) => void | Promise<void>;
  /** Looks at what only a command can see, once both ends are known to be fit. */
  look?: () => Promise<void>;
  /** Goes with it: the folder of files. */
  files?: FilesMove;
  /** Called before the first change, of whichever end. */
  onBegin?: () => void;
  /** Gets how far the copy is, often. */
  onProgress?: (progress: Progress) => void;
  /** Ends the move before its next step; the school stays where it was. */
  signal?: AbortSignal;
};

export type Moved = { rows: number; seconds: number; readOnlySeconds: number; megabytesPerSecond: number };

const NOTHING_MOVED: Moved = { rows: 0, seconds: 0, readOnlySeconds: 0, megabytesPerSecond: 0 };

/** Answers the seconds for which nothing could be written. Throws with the reason when the school stays where it was. */
export async function moveDatabase(move: Move): Promise<Moved> {
  const [from, to] = [describePlace(move.from), describePlace(move.to)];
  if (engineOf(move.from) === engineOf(move.to)) throw new MessageError(message("move.same_engine"));
  if (engineOf(move.from) === "postgres" && (await detectPooler(move.from)))
    throw new MessageError(message("move.pooler_at_school", { place: from }));
  const { moved, arriving } = await readMarkers(move.from);
  if (arriving) throw new MessageError(message("move.is_arriving", { place: arriving.place }));
  if (moved) return finishEarlier(move, moved.id, moved.place);
  const unlock = await lockAtServer([move.from, move.to]).catch((error: unknown) => {
    throw cutOff(error, (why) => message("move.target_unreachable", { place: to, why }));
  });
  try {
    return await moveLocked(move, from, to);
  } finally {
    await unlock();
  }
}

async function moveLocked(move: Move, from: string, to: string): Promise<Moved> {
  const left = await checkTarget(move.to, from).catch((error: unknown) => {
    throw cutOff(error, (why) => message("move.target_unreachable", { place: to, why }));
  });
  const source = await openSource(move.from);
  let room: Room | undefined;
  try {
    await checkMigrations(source, from);
    await checkContent(move.from);
    room = await describeRoom(source, move.from, move.to);
    await move.look?.();
    const files = await move.files?.look();
    if (move.isCheck) return await checkOnly(move, source, [room.told, files ?? []].flat());
    const id = randomUUID();
    move.onBegin?.();
    if (move.files) await step(move, await move.files.copy(move.signal));
    await prepareTarget(move.to, { id, place: from, at: move.clock().toISOString() }, left);
    return await moveBetween(move, source, id);
  } catch (error) {
    throw withRoom(error, move, room) ?? cutOff(error, (why) => message("move.cut_off", { why }));
  } finally {
    await source.close();
  }
}

async function moveBetween(move: Move, source: Source, id: string): Promise<Moved> {
  const began = performance.now();
  const target = await openTarget(move.to);
  let isSealed = false;
  try {
    const shape = await shapeOf(source);
    const { rows, megabytesPerSecond, ends, carrier } = await copyWhileServing(move, { source, target, id });
    await move.files?.copyRest();
    const held = performance.now();
    await source.hold();
    await step(move, message("move.held"));
    // Another version of the program may have changed the tables.
    if ((await shapeOf(source)) !== shape) throw new MessageError(message("move.was_not_watched"));
    await finishCopy(move, ends, carrier);
    await step(move, message("move.compared_rest"));
    await source.seal({ id, place: describePlace(move.to), at: move.clock().toISOString() });
    isSealed = true;
    const readOnlySeconds = (performance.now() - held) / 1000;
    await move.say(message("move.sealed", { place: describePlace(move.from) }));
    await target.close();
    await openForUse(move.to);
    return { rows, megabytesPerSecond, readOnlySeconds, seconds: (performance.now() - began) / 1000 };
  } catch (error) {
    if (isSealed) throw cutOff(error, (why) => message("move.cut_off_at_the_end", { why }));
    await unwatch(move, source);
    throw error;
  } finally {
    await target.close();
  }
}

async function shapeOf(source: Source): Promise<string> {
  const tables = await source.tables();
  const moved = new Set(namesOfMoved(tables));
  return JSON.stringify([tables.filter(({ name }) => moved.has(name)), await source.migrations()]);
}

/** Says what has been reached; a move that was told to end does so here. */
async function step(move: Move, told: Message): Promise<void> {
  await move.say(told);
  if (move.signal?.aborted) throw new MessageError(message("move.ended"));
}

/** After this the target is as the school was a moment ago, compared, and short of a few rows. */
async function copyWhileServing(move: Move, { source, target, id }: { source: Source; target: Target; id: string }) {
  const [ours, theirs] = [await source.tables(), await target.tables()];
  const tables = source.engine === "sqlite" ? agreeTables(ours, theirs) : agreeTables(theirs, ours);
  await source.watch(id, tables);
  await step(move, message("move.watching"));
  const ends: Ends = { source, target, tables };
  const carrier = new Carrier(ends);
  await source.view();
  await target.begin(tables);
  const { rows, bytes, seconds } = await carrier.copy((progress) => {
    move.onProgress?.(progress);
    if (move.signal?.aborted) throw new MessageError(message("move.ended"));
  });
  const megabytesPerSecond = bytes / MB / Math.max(seconds, 0.001);
  await step(move, message("move.copied", { rows, tables: tables.length }));
  await target.index();
  await step(move, message("move.indexed"));
  const counted = await compareCounters(source, target);
  refuse([...(await carrier.compare()), ...(await target.verify()), ...counted.faults]);
  await source.release();
  await step(move, message("move.compared", { rows, tables: tables.length }));
  if (counted.known > 0) await step(move, message("move.counts_differ", { count: counted.known }));
  await target.guard();
  await followUntilClose(move, carrier);
  return { rows, megabytesPerSecond, ends, carrier };
}

/** Each round has less to bring over than the one before, as long as the school writes more slowly than it is copied. */
async function followUntilClose(move: Move, carrier: Carrier): Promise<void> {
  let rows = 0;
  const took: number[] = [];
  for (let round = 1; round <= ROUNDS_MAX; round++) {
    const began = performance.now();
    const followed = await carrier.follow();
    refuse(followed.faults);
    rows += followed.rows;
    took.push(performance.now() - began);
    if (isRestShort(took)) return step(move, message("move.caught_up", { rows, rounds: round }));
  }
  throw new MessageError(message("move.never_caught_up"));
}

/** While nothing can be written: the rest, and what only now can be known. */
async function finishCopy({ files }: Move, { target }: Ends, carrier: Carrier): Promise<void> {
  await files?.copyRest();
  const { faults } = await carrier.follow();
  refuse([...faults, ...(await findUnbalanced(target)), ...(await target.verifyRest())]);
  await target.commit();
}

function refuse(faults: readonly Said[]): void {
  if (faults.length > 0) throw new MessageError(message("move.undone", { faults: joinLines(faults) }));
}

/** The school goes on without what the move has left in it, also when the connection is the reason for its end. */
async function unwatch(move: Move, source: Source): Promise<void> {
  const again = async () => {
    const another = await openSource(move.from);
    await another.unwatch().finally(() => another.close());
  };
  // What is left makes writes a little slower, and the next run takes it away.
  await source
    .unwatch()
    .catch(again)
    .catch(() => move.say(message("move.left_notes")));
}

/** What to make room for, and where: to run the command again is no help against a full disk. */
function withRoom(error: unknown, move: Move, room: Room | undefined): Error | undefined {
  if (storageTroubleOf(error) !== "full") return undefined;
  const { message: why, code } = error as { message: string; code?: unknown };
  const fullEngine = String(code).startsWith("SQLITE") ? "sqlite" : "postgres";
  const told =
    engineOf(move.to) === fullEngine
      ? message("move.target_is_full", { why, place: describePlace(move.to), wanted: room?.wanted ?? "" })
      : message("move.school_is_full", { why, place: describePlace(move.from) });
  return new MessageError(told, { cause: error });
}

/** What an engine or the network says, with where the school is now; what is a sentence already stays. */
function cutOff(error: unknown, words: (why: string) => Message): unknown {
  if (error instanceof MessageError || error instanceof WrongVersion) return error;
  const { message: why, code } = Object(error) as { message?: string; code?: unknown };
  return new MessageError(words(why || String(code)), { cause: error });
}

async function openSource(url: string): Promise<Source> {
  if (engineOf(url) === "postgres") return openPostgresSource(url);
  // SQLite would make a file that is not there.
  if (!existsSync(url)) throw new MessageError(message("move.no_school", { place: describePlace(url) }));
  return openSqliteSource(url);
}

/** A move that ended after the seal: everything has been compared, and only the marker stands in the way. */
async function finishEarlier(move: Move, id: string, place: string): Promise<Moved> {
  const { arriving } = await readMarkers(move.to);
  if (arriving?.id !== id) throw new MessageError(message("move.has_moved", { place }));
  if (move.isCheck) return NOTHING_MOVED;
  // The earlier run may have been one without them.
  if (move.files) await move.say(await move.files.copy(move.signal));
  await openForUse(move.to);
  const source = await openSource(move.from);
  await source
    .unwatch()
    // Nobody writes there any more, so what is left notes nothing.
    .catch(() => {})
    .finally(() => source.close());
  return NOTHING_MOVED;
}

/** Both ends get the tables of this version, so the source must have them all. */
async function checkMigrations(source: Source, place: string): Promise<void> {
  if (!(await source.tables()).some(({ name }) => name === "matricula_migrations"))
    throw new MessageError(message("move.no_school", { place }));
  const ours = committedMigrations(source.engine).map(({ tag }) => tag);
  const theirs = await source.migrations();
  if (theirs.join() !== ours.join()) throw new MessageError(message("move.other_version"));
}

/** What is wrong at the source would be found wrong at the target, after all the work. */
async function checkContent(url: string): Promise<void> {
  const faults = engineOf(url) === "postgres" ? await verifyPostgres(url) : verifySqlite(url);
  if (faults.length > 0) throw new MessageError(message("move.source_is_wrong", { faults: joinLines(faults) }));
}

const joinLines = (lines: readonly Said[]): Said =>
  lines.reduce((first, second) => message("doctor.lines", { first, second }));

/** Says what stands in the way, and how long it would take. Single values are only checked while they are copied. */
async function checkOnly(move: Move, source: Source, room: readonly Message[]): Promise<Moved> {
  await move.say(await describeEnds(move.from, move.to));
  for (const told of room) await move.say(told);
  const { rows, sampled, minutes } = await estimateMinutes(source, move.to);
  await move.say(message("move.expected_time", { sampled, minutes }));
  await move.say(message("move.checked", { rows }));
  return { ...NOTHING_MOVED, rows };
}
