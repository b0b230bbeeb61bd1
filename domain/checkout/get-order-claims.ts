import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { claimLinks, cohorts, courses, enrolments, orderLines, orders, users } from "#db/schema/index.ts";
import type { ClaimLinkState, EnrolmentState, OrderState } from "#db/enums.ts";
import { selectText, selectTextLanguage } from "../courses/course-texts.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isAllowed } from "../policy.ts";
import { type ClaimCancellation, judgeClaimCancellation } from "./get-claim-cancellation.ts";

/** A place of an order for others, as its buyer and the office see it: for whom it is, who has claimed it, and when. */
export type ClaimView = {
  id: string;
  version: number;
  state: ClaimLinkState;
  name: string;
  email: string | null;
  withdrawnAt: Date | null;
  mailedAt: Date | null;
  claimedAt: Date | null;
  endedAt: Date | null;
  /** Whoever has claimed it. */
  studentName: string | null;
  enrolmentId: string | null;
  enrolmentState: EnrolmentState | null;
  /** In which cohort it is by now, when the office has moved whoever claimed it; null where it was bought. */
  movedTo: { name: string; language: string } | null;
  /** Whether its cohort still takes place. */
  isOpen: boolean;
  /** How its buyer gives it back while nobody has claimed it. */
  cancellation: ClaimCancellation;
};

export type OrderClaims = {
  orderId: string;
  buyerId: string;
  code: string;
  state: OrderState;
  currency: string;
  cohortId: string;
  cohortName: string;
  cohortLanguage: string;
  courseTitle: string;
  titleLanguage: string;
  courseSlug: string;
  startsAt: Date | null;
  timezone: string;
  /** Whether the cohort in which they were bought still takes place. */
  isOpen: boolean;
  /** Whether the reader is one of those who have claimed a place. */
  isReaderIn: boolean;
  links: ClaimView[];
};

/** The cohort in which a place is by now: where it was bought, or where the office has moved whoever claimed it. */
const current = alias(cohorts, "current_cohort");
const currentId = sql`coalesce(${enrolments.cohortId}, ${claimLinks.cohortId})`;

const isOn = ({ state, endsAt }: typeof cohorts.$inferSelect, now: Date) =>
  state === "open" && (endsAt === null || endsAt > now);

/** The places of an order for others; undefined when there are none, or they are not the reader's to see. Codes are read in any case. */
export async function getOrderClaims(ctx: ReadCtx, code: string): Promise<OrderClaims | undefined> {
  if (code.length > 20) return undefined;
  const rows = await ctx.read
    .select({
      link: claimLinks,
      line: orderLines,
      order: orders,
      cohort: cohorts,
      current,
      cohortName: selectText(cohorts.name, ctx.language),
      cohortLanguage: selectTextLanguage(cohorts.name, ctx.language),
      courseTitle: selectText(courses.title, ctx.language),
      titleLanguage: selectTextLanguage(courses.title, ctx.language),
      courseSlug: courses.slug,
      enrolmentState: enrolments.state,
      studentId: enrolments.studentId,
      studentName: users.name,
    })
    .from(claimLinks)
    .innerJoin(orderLines, eq(orderLines.id, claimLinks.orderLineId))
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .innerJoin(cohorts, eq(cohorts.id, orderLines.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .leftJoin(enrolments, eq(enrolments.id, claimLinks.enrolmentId))
    .innerJoin(current, eq(current.id, currentId))
    .leftJoin(users, eq(users.id, enrolments.studentId))
    .where(and(eq(orders.code, code.toUpperCase())))
    .orderBy(asc(claimLinks.id));
  const [first] = rows;
  if (!first || !isAllowed(ctx.actor, "claim_link.read", { ownerId: first.order.buyerId })) return undefined;
  const { order, cohort, cohortName, cohortLanguage, courseTitle, titleLanguage, courseSlug } = first;
  const moved = await readNames(
    ctx,
    rows.flatMap((row) => (row.current.id === cohort.id ? [] : [row.current.id])),
  );
  const me = ctx.actor.type === "user" ? ctx.actor.id : null;
  return {
    ...{ orderId: order.id, buyerId: order.buyerId, code: order.code, state: order.state, currency: order.currency },
    ...{ cohortId: cohort.id, cohortName, cohortLanguage, courseTitle, titleLanguage, courseSlug },
    ...{ startsAt: cohort.startsAt, timezone: cohort.timezone },
    isOpen: isOn(cohort, ctx.now),
    isReaderIn: rows.some(({ studentId, enrolmentState }) => studentId === me && enrolmentState !== "cancelled"),
    links: rows.map(({ link, line, studentName, enrolmentState, ...of }) => ({
      ...{ id: link.id, version: link.version, state: link.state, name: link.name, email: link.email },
      ...{ withdrawnAt: link.withdrawnAt, mailedAt: link.mailedAt, claimedAt: link.claimedAt, endedAt: link.endedAt },
      ...{ studentName, enrolmentId: link.enrolmentId, enrolmentState },
      movedTo: moved.get(of.current.id) ?? null,
      isOpen: isOn(of.current, ctx.now),
      cancellation: judgeClaimCancellation({ line, order: of.order, cohort: of.current }, ctx.now),
    })),
  };
}

async function readNames({ read, language }: ReadCtx, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, { name: string; language: string }>();
  const rows = await read
    .select({
      id: cohorts.id,
      name: selectText(cohorts.name, language),
      language: selectTextLanguage(cohorts.name, language),
    })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(inArray(cohorts.id, [...new Set(ids)]));
  return new Map(rows.map(({ id, ...name }) => [id, name]));
}
