import type { SQL } from "drizzle-orm";
import type { AnySQLiteColumn, SQLiteSelectBuilder } from "drizzle-orm/sqlite-core";
import type { ReadCtx } from "../command.ts";

export type Fields = Record<string, AnySQLiteColumn | SQL>;

/** A query of drizzle's that is neither narrowed nor sorted yet. */
type Rows = PromiseLike<unknown[]> & { where(filter: SQL | undefined): { orderBy(...by: SQL[]): Query<unknown> } };
/** One that is asked when it is awaited, or prepared to be asked again. */
export type Query<Row> = PromiseLike<Row[]> & {
  prepare(): { execute(values: Record<string, unknown>): PromiseLike<Row[]> };
};
type Found<Read extends Rows> = Awaited<Read>[number];

/** What a list reads of each row, and what it shows of that. */
export type View<Shown extends Fields, Read, Row> = {
  fields: (ctx: ReadCtx) => Shown;
  read: (ctx: ReadCtx, filter: SQL, order: SQL[]) => Query<Read>;
  show: (found: Read, ctx: ReadCtx) => Row;
};

/**
 * `fields`: what is read of each row; what is counted or gathered for it is a subquery, so that all is one statement. `from`: the
 * table, and what is joined to show it, one row for each of the table's, or none. `show`: what comes of it.
 */
export function defineView<Shown extends Fields, Read extends Rows, Row>(view: {
  fields: (ctx: ReadCtx) => Shown;
  from: (select: SQLiteSelectBuilder<Shown, "async", unknown>) => Read;
  show: (found: Found<Read>, ctx: ReadCtx) => Row;
}): View<Shown, Found<Read>, Row> {
  const { fields, from, show } = view;
  // Narrowed and sorted it gives rows of the same shape, which the type of what `from` makes does not say.
  const read = (ctx: ReadCtx, filter: SQL, order: SQL[]) =>
    from(ctx.read.select(fields(ctx)))
      .where(filter)
      .orderBy(...order) as Query<Found<Read>>;
  return { fields, read, show };
}
