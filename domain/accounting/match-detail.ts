import { eq, or, type SQL, sql } from "drizzle-orm";
import type { accountingTotals } from "#db/schema/index.ts";
import { escapeLike } from "../kernel/search-text.ts";
import { NO_DETAIL } from "./chart.ts";

/** SQL: a part of an account that is meant by a word: itself; where a course is meant all its rates of tax; where a rate is meant (`standard:81000`) all its courses. */
export function matchDetail(detail: typeof accountingTotals.detail, wanted: string): SQL | undefined {
  if (wanted === NO_DETAIL) return eq(detail, "");
  const inside = escapeLike(wanted).slice(1, -1);
  const isLike = (pattern: string) => sql`${detail} like ${pattern} escape '\\'`;
  return or(eq(detail, wanted), isLike(`${inside} %`), wanted.includes(":") ? isLike(`% ${inside}`) : undefined);
}
