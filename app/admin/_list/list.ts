import { redirect } from "next/navigation";
import type { z } from "zod";
import type { List, ListEngine, ListView } from "#domain/kernel/lists/define-list.ts";
import type { AnyFilter, FilterValues } from "#domain/kernel/lists/filters.ts";
import type { Direction } from "#domain/kernel/lists/keyset.ts";
import { parseTypedNumber } from "#domain/kernel/parse-typed-number.ts";

/** What a page gets from Next, and what the address of an export says. */
export type SearchParams = Record<string, string | string[] | undefined>;

export type ListState<Filters, SortKey extends string> = { filters: Filters; view: ListView<SortKey> };

/** The filters that are set, as they stand in an address. */
export function toFilterParams(filters: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filters).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}

/** The words that a list understands in its address, and where it stands. */
export type ListAddress<SortName extends string, Filters, Row, Words extends Record<string, keyof Filters & string>> = {
  path: string;
  list: ListEngine<SortName, Filters, Row>;
  /** Each word, and the filter of the list that it sets. */
  words: Words;
  /** What a word was called in addresses that people may have kept. */
  former?: { [Word in keyof Words]?: Record<string, string> };
  /** Words themselves that were called otherwise, by what they were called. */
  formerWords?: Readonly<Record<string, NoInfer<keyof Words>>>;
  /** How the list is sorted when its address does not say. */
  defaultSort: { sort: NoInfer<SortName>; direction: Direction };
};

/** What stands in an address for each word: as it was written, if it means anything. */
export type AddressWords<Filters, Words extends Record<string, keyof Filters & string>> = {
  [Word in keyof Words]?: Filters[Words[Word]] extends { input: z.ZodType<infer Said> } ? Said | undefined : never;
};

export function defineAddress<
  SortName extends string,
  Filters extends Record<string, AnyFilter>,
  Row,
  const Words extends Record<string, keyof Filters & string>,
>(address: ListAddress<SortName, Filters, Row, Words>): ListAddress<SortName, Filters, Row, Words> {
  return address;
}

/** Reads where a list stands from its address. What the list does not understand is left out, so an old link still works. */
export function readAddress<
  SortName extends string,
  Filters extends Record<string, AnyFilter>,
  Row,
  Words extends Record<string, keyof Filters & string>,
>(
  { list, words, former = {}, formerWords, defaultSort }: ListAddress<SortName, Filters, Row, Words>,
  params: SearchParams,
): ListState<AddressWords<Filters, Words>, SortName> {
  const first = (name: string) => [params[name]].flat()[0];
  const said = Object.entries(words).flatMap(([word, name]) => {
    const [before] = Object.entries(formerWords ?? {}).find(([, now]) => now === word) ?? [];
    const given = first(word) ?? (before === undefined ? undefined : first(before));
    const text = (former as Record<string, Record<string, string>>)[word]?.[given ?? ""] ?? given;
    const { success, data } = list.filters[name]?.input.safeParse(text) ?? {};
    return success && data !== "" ? [[word, data]] : [];
  });
  const sort = list.sorts.find((each) => each === first("sort"));
  const dir = first("dir");
  const usual = sort && sort !== defaultSort.sort ? "asc" : defaultSort.direction;
  return {
    filters: Object.fromEntries(said) as AddressWords<Filters, Words>,
    view: {
      sort: sort ?? defaultSort.sort,
      direction: dir === "asc" || dir === "desc" ? dir : usual,
      page: Math.max(1, parseTypedNumber(first("page")) ?? 1),
    },
  };
}

/** The filters that the words of an address set. Days are days of the school's calendar. */
export function toFilterValues<
  SortName extends string,
  Filters extends Record<string, AnyFilter>,
  Row,
  Words extends Record<string, keyof Filters & string>,
>(
  { list, words }: ListAddress<SortName, Filters, Row, Words>,
  said: AddressWords<Filters, Words>,
  timezone: string,
): FilterValues<Filters> {
  const values = Object.entries(words).map(([word, name]) => {
    const text = said[word];
    return [name, text === undefined ? undefined : list.filters[name]?.read(text as never, timezone)];
  });
  return Object.fromEntries(values) as FilterValues<Filters>;
}

type Place = { path: string; defaultSort: { sort: string; direction: Direction } };
type AnyState = ListState<Record<string, unknown>, string>;

/** How a list is ordered, as it stands in an address; nothing when that is the default. */
export function toSortParams(spec: Place, { view }: AnyState): Record<string, string> {
  const { sort, direction } = view;
  if (sort === spec.defaultSort.sort && direction === spec.defaultSort.direction) return {};
  return { sort, dir: direction };
}

/** The address of the same list with some of it changed: another page, another order. */
export function listHref(
  spec: Place,
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

/**
 * What the page's frame needs to know of a list: where it stands, and where its links lead. A page beyond the last, of a list that
 * has become shorter, leads to the last one.
 */
export function listFrame(spec: Place, state: AnyState, list: List<unknown>) {
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
export function toTableSort(spec: Place, state: AnyState) {
  return {
    sort: { key: state.view.sort, direction: state.view.direction },
    sortHref: ({ key, direction }: { key: string; direction: Direction }) =>
      listHref(spec, state, { sort: key, direction }),
  };
}
