import type { AnySQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";

/** A state machine as data: which object, where its state stands, and which moves there are. */
export type Machine<State extends string, Row = { id: string; state: State }> = {
  object: string;
  table: SQLiteTable & { id: AnySQLiteColumn; state: AnySQLiteColumn; $inferSelect: Row };
  moves: Record<State, readonly State[]>;
};
