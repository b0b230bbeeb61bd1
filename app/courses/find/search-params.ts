import { z } from "zod";
import type { CatalogueQuery } from "#components/catalogue/filters.tsx";
import { COURSE_LEVELS } from "#db/enums.ts";
import { COURSE_SORTS, type CourseSearch } from "#domain/courses/search-courses.ts";
import { addMs } from "#domain/kernel/clock.ts";
import { getEndOfDay, getStartOfDay } from "#domain/kernel/local-time.ts";
import { TypedNumber } from "#domain/kernel/parse-typed-number.ts";

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .optional()
  .catch(undefined);
const word = (longest: number) => z.string().trim().max(longest).optional().catch(undefined);

/** The address of a search. What cannot be understood counts as not asked for: an old link still shows courses. */
const Query = z.object({
  q: word(200),
  subject: word(100),
  level: z.enum(COURSE_LEVELS).optional().catch(undefined),
  price: z.enum(["free", "paid"]).optional().catch(undefined),
  from: day,
  to: day,
  seats: z.literal("1").optional().catch(undefined),
  sort: z.enum(COURSE_SORTS).optional().catch(undefined),
  page: TypedNumber(1, 10_000).optional().catch(undefined),
});

export type Asked = { query: CatalogueQuery; search: CourseSearch };

/** Reads a search from the address; its days are days of the school's timezone, the last one included. */
export function readSearch(params: Record<string, string | string[] | undefined>, timezone: string): Asked {
  const { page, ...query } = Query.parse(onceEach(params));
  const until = query.to ? getEndOfDay(query.to, timezone) : undefined;
  const search: CourseSearch = {
    q: query.q,
    subject: query.subject || undefined,
    level: query.level,
    price: query.price,
    from: query.from ? getStartOfDay(query.from, timezone) : undefined,
    to: until ? addMs(until, -1) : undefined,
    seats: query.seats === "1",
    sort: query.sort,
    page,
  };
  return { query, search };
}

/**
 * Where a search is found whose address says nothing in some places, as a plain form sends it; nothing when it is as it should
 * be. A search for nothing is the catalogue.
 */
export function tidiedHref(path: string, params: Record<string, string | string[] | undefined>): string | undefined {
  if (!Object.values(params).includes("")) return undefined;
  const { page, ...query } = Query.parse(onceEach(params));
  return Object.values(query).some(Boolean) ? searchHref(path, query, page) : "/courses";
}

/** A name that is sent twice counts once. */
function onceEach(params: Record<string, string | string[] | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
}

/** The address of a search, without what was not asked. */
export function searchHref(path: string, query: CatalogueQuery, page = 1): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) params.set(name, value);
  if (page > 1) params.set("page", String(page));
  const written = params.toString();
  return written === "" ? path : `${path}?${written}`;
}
