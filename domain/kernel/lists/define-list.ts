import { and, type SQL } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import type { ReadCtx } from "../command.ts";
import { getPageWindow, PAGE_SIZE } from "../get-page-window.ts";
import type { IdKind } from "../ids.ts";
import { createKeptQueries } from "./create-kept-queries.ts";
import { type CursorInput, type Listed, readCursor, toCursor } from "./cursor.ts";
import { type AnyFilter, type FilterValues, matchFilters } from "./filters.ts";
import { type Direction, isBehind } from "./keyset.ts";
import type { Fields, View } from "./define-view.ts";
import { readInBatches } from "./read-in-batches.ts";
import { listSortFields, pickFields, selectCount, selectRows, type Sort, toCount } from "./select-rows.ts";

/** Which order and which page of a list. Pages count from 1. */
export type ListView<SortName extends string> = { sort: SortName; direction: Direction; page: number };

/** A page of a list. `isMore` says that there are more than `total`, which is then as far as was counted. */
export type List<Row> = { items: Row[]; total: number; isMore: boolean; page: number; pageSize: number };

/** A page of a list that is too long to count. */
export type Stretch<Row> = { rows: Row[]; page: number; pageSize: number; hasNext: boolean };

type Matching = { where: SQL | undefined; name?: string | undefined };
type Wanted<SortName> = Matching & { sort: SortName; direction: Direction; limit: number; offset?: number };

/** The fields that are never empty: each engine puts NULL elsewhere, and behind one a page would end for good. */
type SortField<Shown extends Fields, Row> = {
  [Name in keyof Shown & keyof Row & string]: null extends Row[Name]
    ? never
    : Shown[Name] extends SQL | { _: { notNull: true } }
      ? Name
      : never;
}[keyof Shown & keyof Row & string];

export type ListDefinition<
  Shown extends Fields,
  Found,
  SortName extends string,
  Filters extends Record<string, AnyFilter>,
  Row,
> = {
  table: SQLiteTable;
  /** Asks the policy, and says which rows the actor may see: all of them, when it says nothing. */
  reach: (ctx: ReadCtx) => SQL | undefined;
  view: View<Shown, Found, Row>;
  /** The field that no two rows share. What is equal in all else is sorted by it. */
  key: NoInfer<SortField<Shown, Found>>;
  sorts: Record<SortName, Sort<NoInfer<SortField<Shown, Found>>>>;
  filters: Filters;
  /** Programs walk the newest first: by a sort that goes by a moment, over ids of this kind. */
  cursor?: { sort: NoInfer<SortName>; ids: IdKind };
  pageSize?: number;
  /** A page beyond the last is the last. */
  endsAtLast?: boolean;
  /** What is shown hangs on the language alone, so that the queries of pages are kept where who looks sees all rows. */
  isKept?: boolean;
};

export type ListEngine<SortName extends string, Filters, Row> = {
  filters: Filters;
  sorts: readonly SortName[];
  page(ctx: ReadCtx, filters: FilterValues<Filters>, view: ListView<SortName>): Promise<List<Row>>;
  /** A page without a count, of a list that is too long for one. */
  stretch(ctx: ReadCtx, filters: FilterValues<Filters>, view: ListView<SortName>): Promise<Stretch<Row>>;
  /** All that match, in the same order, for an export. */
  stream(
    ctx: ReadCtx,
    filters: FilterValues<Filters>,
    view: Omit<ListView<SortName>, "page">,
  ): AsyncGenerator<Row[], void, undefined>;
  /** What comes behind a cursor, the newest first, for a program. */
  after(ctx: ReadCtx, input: CursorInput & FilterValues<Filters>): Promise<Listed<Row>>;
};

/** What a list shows of each row. */
export type RowOf<Engine> = Engine extends ListEngine<infer _SortName, infer _Filters, infer Row> ? Row : never;

/**
 * How far a list is counted and paged through. Beyond it people filter or export: counting or skipping a million rows would
 * make every visit of the list pay for the school's whole past.
 */
const COUNT_MAX = 10_000;

/**
 * A list, from one definition: pages for people, all of it for a file, pages for programs. The rows of a page are one statement
 * and their count is another, however much is shown of each.
 */
export function defineList<
  Shown extends Fields,
  Found,
  SortName extends string,
  Filters extends Record<string, AnyFilter>,
  Row,
>(list: ListDefinition<Shown, Found, SortName, Filters, Row>): ListEngine<SortName, Filters, Row> {
  const pageSize = list.pageSize ?? PAGE_SIZE;
  const { match, find, count } = createQueries(list);
  const show = (found: Found[], ctx: ReadCtx) => found.map((each) => list.view.show(each, ctx));
  const placeOf = (found: Found, sort: string) =>
    listSortFields(list, sort).map((name) => (found as Record<string, unknown>)[name]);
  const isBehindPlace = (ctx: ReadCtx, sort: string, direction: Direction, place: readonly unknown[]) =>
    isBehind(pickFields(list.view.fields(ctx), listSortFields(list, sort)), direction, place);

  return {
    filters: list.filters,
    sorts: Object.keys(list.sorts) as SortName[],

    async page(ctx, filters, { sort, direction, page }) {
      const matching = await match(ctx, filters);
      const counted = await count(ctx, matching);
      const total = Math.min(counted, COUNT_MAX);
      const last = Math.ceil((list.endsAtLast ? total : COUNT_MAX) / pageSize);
      const window = getPageWindow(Math.min(page, last), pageSize);
      const instead = list.sorts[sort].instead ? await match(ctx, filters, sort) : matching;
      const found = await find(ctx, filters, { ...instead, sort, direction, ...window });
      return { items: show(found, ctx), total, isMore: counted > COUNT_MAX, page: window.page, pageSize };
    },

    async stretch(ctx, filters, { sort, direction, page }) {
      const matching = await match(ctx, filters, sort);
      const window = getPageWindow(page, pageSize);
      const found = await find(ctx, filters, { ...matching, sort, direction, ...window, limit: pageSize + 1 });
      const rows = show(found.slice(0, pageSize), ctx);
      return { rows, page: window.page, pageSize, hasNext: found.length > pageSize };
    },

    async *stream(ctx, filters, { sort, direction }) {
      const { where } = await match(ctx, filters, sort);
      const batches = readInBatches<Found>((last, limit) => {
        const behind = last === undefined ? undefined : isBehindPlace(ctx, sort, direction, placeOf(last, sort));
        return find(ctx, filters, { where: and(where, behind), sort, direction, limit });
      });
      for await (const found of batches) yield show(found, ctx);
    },

    async after(ctx, { limit, cursor, ...filters }) {
      if (!list.cursor) throw new Error("This list has no cursor.");
      const { sort, ids } = list.cursor;
      const behind = cursor === undefined ? undefined : readCursor(cursor, ids);
      const { where: matching } = await match(ctx, filters as FilterValues<Filters>, sort);
      const where = and(matching, behind && isBehindPlace(ctx, sort, "desc", behind));
      const found = await selectRows(list, ctx, { where, sort, direction: "desc", limit: limit + 1 });
      return {
        items: show(found.slice(0, limit), ctx),
        nextCursor: findNext(found, limit, (row) => placeOf(row, sort)),
      };
    },
  };
}

/** What a list asks the database: which rows match, some of them, and how many there are. */
function createQueries<
  Shown extends Fields,
  Found,
  SortName extends string,
  Filters extends Record<string, AnyFilter>,
  Row,
>(list: ListDefinition<Shown, Found, SortName, Filters, Row>) {
  const ask = createKeptQueries();
  /** `name`: of the queries that ask for just this, when they can be kept. */
  const match = async (ctx: ReadCtx, values: FilterValues<Filters>, sort?: SortName) => {
    const filters = { ...list.filters, ...(sort && list.sorts[sort].instead) };
    const reach = list.reach(ctx);
    const { where, name } = await matchFilters(filters, values, ctx);
    const canKeep = list.isKept && reach === undefined && name !== undefined;
    return { where: and(reach, where), name: canKeep ? `${ctx.language ?? ""} ${name}` : undefined };
  };
  const find = (ctx: ReadCtx, filters: FilterValues<Filters>, { name, ...asked }: Wanted<SortName>) => {
    const { sort, direction, limit, offset = 0 } = asked;
    const isNarrow = list.sorts[sort].along?.unless.some((each) => filters[each] !== undefined) ?? false;
    return ask(
      ctx.read,
      name && `${name} ${sort} ${direction} ${isNarrow ? "narrow" : "wide"}`,
      (at) => selectRows(list, ctx, { ...asked, limit: at("limit"), offset: at("offset"), isNarrow }),
      { limit, offset },
    );
  };
  const count = async (ctx: ReadCtx, { where, name }: Matching) =>
    toCount(
      await ask(ctx.read, name && `${name} counted`, () => selectCount(list.table, ctx.read, where, COUNT_MAX + 1)),
    );
  return { match, find, count };
}

/** Where the next page begins: behind the last row of this one, when more were found than it shows. */
function findNext<Found>(found: Found[], limit: number, placeOf: (row: Found) => unknown[]): string | null {
  const last = found.length > limit ? found[limit - 1] : undefined;
  return last === undefined ? null : toCursor(placeOf(last));
}
