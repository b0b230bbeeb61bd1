import { and, asc, eq, sql } from "drizzle-orm";
import { isAmong } from "#db/json-list.ts";
import { perClient } from "#db/prepared.ts";
import { cohorts, courses } from "#db/schema/index.ts";
import type { CourseLevel } from "#db/enums.ts";
import type { Reader } from "#db/types.ts";
import type { ReadCtx } from "../kernel/command.ts";
import type { Money } from "../kernel/money.ts";
import { getSettingsOnce } from "../settings/get-school-settings.ts";
import { getSubjectName } from "../settings/school-texts.ts";
import { isAlwaysOpen } from "./always-open.ts";
import { comparePrices } from "./price-order.ts";
import { localizeCourse, type TextLanguages } from "./course-texts.ts";
import { type SeatState, getSeatState, countFreeSeats } from "./seat-state.ts";

/** A course in a list: what it is, when it next begins, from what price, and whether there is a seat. */
export type CourseCard = {
  id: string;
  slug: string;
  title: string;
  summary: string;
  subject: string;
  /** What the subject is called in the reader's language. */
  subjectName: string;
  level: CourseLevel;
  language: string;
  textLanguages: TextLanguages;
  imageFileId: string | null;
  /** How many offerings one can still look at. */
  offerings: number;
  /** The next one to begin; none when it is always open, or when there is none. */
  nextStart: Date | null;
  /** When the latest of those that are under way began; none when one is still to begin. */
  began: Date | null;
  /** One of them has no date, and is begun whenever one likes. */
  alwaysOpen: boolean;
  timezone: string | null;
  /**
   * The least of the offerings' prices in each currency, as price-order.ts compares them, what is free before the others; none
   * without an offering. `isLeast` when others cost more in the same currency.
   */
  prices: { price: Money; isLeast: boolean }[];
  /** What each of its offerings costs by the list. */
  offered: { id: string; price: Money }[];
  /** The best of the offerings' states; none without an offering. */
  seats: SeatState | null;
  seatsLeft: number | null;
};

const BEST_FIRST: SeatState[] = ["open", "few", "not_yet", "full", "closed", "finished"];

type CohortRow = typeof cohorts.$inferSelect;

/** As JSON, which one statement takes in any number. */
const ids = sql.placeholder("ids");

const queries = perClient((read: Reader) => ({
  courses: read
    .select({
      id: courses.id,
      slug: courses.slug,
      title: courses.title,
      summary: courses.summary,
      subject: courses.subject,
      level: courses.level,
      language: courses.language,
      imageFileId: courses.imageFileId,
      translations: courses.translations,
    })
    .from(courses)
    .where(isAmong(courses.id, ids))
    .prepare(),
  offered: read
    .select()
    .from(cohorts)
    .where(and(isAmong(cohorts.courseId, ids), eq(cohorts.state, "open")))
    .orderBy(asc(cohorts.courseId), asc(cohorts.id))
    .prepare(),
}));

/** The cards of these courses, in this order. */
export async function listCourseCards(ctx: ReadCtx, wanted: string[]): Promise<CourseCard[]> {
  if (wanted.length === 0) return [];
  const asked = { ids: JSON.stringify(wanted) };
  const rows = await queries(ctx.read).courses.execute(asked);
  const offered = await queries(ctx.read).offered.execute(asked);
  const settings = await getSettingsOnce(ctx);
  const byCourse = Map.groupBy(offered, ({ courseId }) => courseId);
  const localized = rows.map((row) => {
    const { translations: _, ...course } = localizeCourse(row, ctx.language);
    return { ...course, subjectName: getSubjectName(settings, course.subject, ctx.language) };
  });
  const byId = new Map(localized.map((course) => [course.id, course]));
  return wanted.flatMap((id) => {
    const course = byId.get(id);
    return course ? [{ ...course, ...offerOf(byCourse.get(id) ?? [], ctx.now, settings.currency) }] : [];
  });
}

type Offer = Pick<
  CourseCard,
  "offerings" | "nextStart" | "began" | "alwaysOpen" | "timezone" | "prices" | "offered" | "seats" | "seatsLeft"
>;

function offerOf(all: CohortRow[], now: Date, ownCurrency: string): Offer {
  const states = new Map(all.map((cohort) => [cohort, getSeatState(cohort, now)]));
  const standing = all.filter((cohort) => states.get(cohort) !== "finished");
  // A course that is over still says when and for what it was.
  const shown = standing.length > 0 ? standing : all;
  const coming = shown.filter(({ startsAt }) => startsAt !== null && startsAt >= now);
  const next = coming.sort((a, b) => Number(a.startsAt) - Number(b.startsAt))[0];
  const begun = next ? [] : shown.filter(({ startsAt }) => startsAt !== null && startsAt < now);
  const latest = begun.sort((a, b) => Number(b.startsAt) - Number(a.startsAt))[0];
  const byPrice = [...shown].sort((a, b) => comparePrices(a, b, ownCurrency));
  const offered = byPrice.map(({ id, priceMinor: minor, currency }) => ({ id, price: { minor, currency } }));
  const best = [...shown].sort((a, b) => rank(states.get(a)) - rank(states.get(b)))[0];
  return {
    offerings: standing.length,
    nextStart: next?.startsAt ?? null,
    began: latest?.startsAt ?? null,
    alwaysOpen: shown.some(isAlwaysOpen),
    timezone: (next ?? latest ?? byPrice[0])?.timezone ?? null,
    prices: listLeastPrices(offered),
    offered,
    seats: best ? (states.get(best) ?? null) : null,
    seatsLeft: best ? countFreeSeats(best) : null,
  };
}

/**
 * The least of some prices in each currency, the prices given from the least on. What costs nothing costs nothing in any currency, and no currency
 * is compared with another.
 */
export function listLeastPrices(byPrice: readonly { price: Money }[]): CourseCard["prices"] {
  const groups = Map.groupBy(byPrice, ({ price }) => (price.minor === 0 ? "" : price.currency));
  return [...groups.values()].flatMap((group) => {
    const [least] = group;
    if (!least) return [];
    return [{ price: least.price, isLeast: group.some(({ price }) => price.minor > least.price.minor) }];
  });
}

function rank(state: SeatState | undefined): number {
  return state === undefined ? BEST_FIRST.length : BEST_FIRST.indexOf(state);
}
