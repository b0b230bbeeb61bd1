import type { Engine } from "#db/engine.ts";
import type { Said } from "#messages/message.ts";
import type { MovedTable } from "./value-forms.ts";

/** What the columns of a table are called, and of which type they are where the engine says it. */
export type FoundTable = { name: string; columns: { name: string; type: string }[]; key: string[] };

export type Order = "any" | "by key";

/** A row that was written, by the fields of its primary key. */
export type Change = { table: string; key: string[] };

/** What both ends can. Rows are lines (lines.ts). */
export type End = {
  engine: Engine;
  tables(): Promise<FoundTable[]>;
  migrations(): Promise<string[]>;
  count(table: string): Promise<number>;
  /** Every row; by key: in the order of the primary key, bytes compared. */
  read(table: MovedTable, order: Order): AsyncIterable<string[]>;
  /** Those of the rows with these keys that there are. */
  find(table: MovedTable, keys: readonly string[][]): Promise<string[]>;
  /** Rows of an own SELECT, as the driver gives them. */
  ask(select: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
};

/** A database that a move reads while it is written. */
export type Source = End & {
  /** From here on the key of every row that is written is noted, whoever writes. */
  watch(id: string, tables: readonly MovedTable[]): Promise<void>;
  /** Whether every change has been noted since `watch`, as far as the open view shows. */
  isWatched(tables: readonly MovedTable[]): Promise<boolean>;
  /** Takes away whatever `watch` has left, also that of a process that died. */
  unwatch(): Promise<void>;
  /** What is read until `release` is of one moment. */
  view(): Promise<void>;
  release(): Promise<void>;
  /** What was noted since the last time. */
  takeChanges(tables: readonly MovedTable[]): Promise<Change[]>;
  /** Nothing else writes from here on, until `seal` or `close`. */
  hold(): Promise<void>;
  /** Marks it as moved, makes every table refuse changes, and takes the notes away; commits. */
  seal(marker: { id: string; place: string; at: string }): Promise<void>;
};

/** A database that a move fills. Nobody else can change a row of it from `guard` to `commit`. */
export type Target = End & {
  /** Takes out what an earlier move left, and puts off indexes and constraints. */
  begin(tables: readonly MovedTable[]): Promise<void>;
  write(table: MovedTable, batches: AsyncIterable<string[]>): Promise<void>;
  /** Makes the indexes and constraints. */
  index(): Promise<void>;
  guard(): Promise<void>;
  /** What is wrong with it besides its rows: pages, foreign keys, the audit log's chain. */
  verify(): Promise<Said[]>;
  /** Takes out the rows with these keys, and puts these rows in. */
  replace(table: MovedTable, keys: readonly string[][], lines: readonly string[]): Promise<void>;
  /** Checks the constraints of what was replaced. */
  checkReplaced(): Promise<void>;
  /** What is wrong with the audit entries after those that `verify` saw. */
  verifyRest(): Promise<Said[]>;
  commit(): Promise<void>;
};
