import { redirect } from "next/navigation";
import { z } from "zod";
import type { Direction, List, ListView } from "#domain/kernel/lists.ts";
import { getEndOfDay, getStartOfDay } from "#domain/kernel/local-time.ts";
import { parseTypedNumber } from "#domain/kernel/parse-typed-number.ts";

/** What a page gets from Next, and what the address of an export says. */
export type SearchParams = Record<string, string | string[] | undefined>;

/** The words that a list understands in its address. What it does not understand it leaves out, so an old link still works. */
export type ListSpec<Shape extends z.ZodRawShape, SortKey extends string> = {
  path: string;
  filters: z.ZodObject<Shape>;
  sorts: readonly SortKey[];
  /** How the list is sorted when its address does not say. */
  defaultSort: { sort: SortKey; direction: Direction };
};

export type ListState<Filters, SortKey extends string> = { filters: Filters; view: ListView<SortKey> };

/** One word of a list of words, or nothing. */
export const choiceFilter = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words).optional().catch(undefined);

/** What somebody looks for. */
export const textFilter = z
  .string()
  .trim()
  .max(200)
  .transform((text) => text || undefined)
  .optional()
  .catch(undefined);

/** A day as a date field sends it. */
export const dayFilter = z.iso.date().optional().catch(undefined);

/** Reads a list's state from an address. */
export function readList<Shape extends z.ZodRawShape, SortKey extends string>(
  spec: ListSpec<Shape, SortKey>,
  params: SearchParams,
): ListState<z.output<z.ZodObject<Shape>>, SortKey> {
  const said = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
  const sort = spec.sorts.find((each) => each === said.sort);
  const direction = said.dir === "asc" || said.dir === "desc" ? said.dir : undefined;
  return {
    filters: spec.filters.parse(said),
    view: {
      sort: sort ?? spec.defaultSort.sort,
      direction: direction ?? (sort && sort !== spec.defaultSort.sort ? "asc" : spec.defaultSort.direction),
      page: Math.max(1, parseTypedNumber(said.page) ?? 1),
    },
  };
}

/** The filters that are set, as they stand in an address. */
export function toFilterParams(filters: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filters).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}

type AnyState = ListState<Record<string, unknown>, string>;

/** How a list is ordered, as it stands in an address; nothing when that is the default. */
export function toSortParams(spec: ListSpec<z.ZodRawShape, string>, { view }: AnyState): Record<string, string> {
  const { sort, direction } = view;
  if (sort === spec.defaultSort.sort && direction === spec.defaultSort.direction) return {};
  return { sort, dir: direction };
}

/** The address of the same list with some of it changed: another page, another order. */
export function listHref(
  spec: ListSpec<z.ZodRawShape, string>,
  state: AnyState,
  change: Partial<ListView<string>> = {},
  path = spec.path,
): string {
  const view = { ...state.view, page: 1, ...change };
  const said = new URLSearchParams({
    ...toFilterParams(state.filters),
    ...toSortParams(spec, { ...state, view }),
    ...(view.page > 1 ? { page: String(view.page) } : {}),
  });
  return said.size > 0 ? `${path}?${said}` : path;
}

/** Days of the school's calendar as the instants between which they lie. */
export function toInstantRange(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  timezone: string,
): { from?: Date; until?: Date } {
  const begins = from === undefined ? undefined : getStartOfDay(from, timezone);
  const ends = to === undefined ? undefined : getEndOfDay(to, timezone);
  return { ...(begins ? { from: begins } : {}), ...(ends ? { until: ends } : {}) };
}

/**
 * What the page's frame needs to know of a list: where it stands, and where its links lead. A page beyond the last, of a list that
 * has become shorter, leads to the last one.
 */
export function listFrame(spec: ListSpec<z.ZodRawShape, string>, state: AnyState, list: List<unknown>) {
  const lastPage = Math.max(1, Math.ceil(list.total / list.pageSize));
  if (list.items.length === 0 && list.page > lastPage) redirect(listHref(spec, state, { page: lastPage }));
  const exportPath = `${spec.path}/export.csv`;
  return {
    ...list,
    shown: list.items.length,
    isFiltered: Object.keys(toFilterParams(state.filters)).length > 0,
    clearHref: listHref(spec, { ...state, filters: {} }),
    withoutHref: (name: string) => listHref(spec, { ...state, filters: { ...state.filters, [name]: undefined } }),
    pageHref: (page: string) => listHref(spec, state, { page: Number(page) }),
    exportHref: listHref(spec, state, {}, exportPath),
  };
}

/** What the table needs of the same list: its order, and where a header leads. */
export function toTableSort(spec: ListSpec<z.ZodRawShape, string>, state: AnyState) {
  return {
    sort: { key: state.view.sort, direction: state.view.direction },
    sortHref: ({ key, direction }: { key: string; direction: Direction }) =>
      listHref(spec, state, { sort: key, direction }),
  };
}
