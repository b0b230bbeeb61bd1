import { aliasedTable, eq, exists, or, sql } from "drizzle-orm";
import { z } from "zod";
import { COHORT_ENDING_STATES } from "#db/enums.ts";
import {
  claimLinks,
  cohortEndings,
  cohorts,
  courses,
  enrolments,
  orderLines,
  orders,
  users,
} from "#db/schema/index.ts";
import { defineList, type RowOf } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createChoiceFilter, createFilter, createIdFilter } from "../kernel/lists/filters.ts";
import { authorize } from "../policy.ts";
import { selectOrdersOfEnding } from "./list-places-to-cancel.ts";

export type CohortEndingRow = RowOf<typeof cohortEndingList>;

const buyers = aliasedTable(users, "buyers");
/** The claim link of the place, whether it was claimed or not. */
const links = aliasedTable(claimLinks, "links");

const fields = {
  id: cohortEndings.id,
  state: cohortEndings.state,
  failure: cohortEndings.failure,
  attempts: cohortEndings.attempts,
  triedAt: cohortEndings.triedAt,
  createdAt: cohortEndings.createdAt,
  enrolmentId: cohortEndings.enrolmentId,
  claimLinkId: cohortEndings.claimLinkId,
  studentName: users.name,
  buyerName: buyers.name,
  orderCode: orders.code,
  orderState: orders.state,
  currency: orders.currency,
  /** What was paid for the place, in minor units; none for one that has cost nothing or was given. */
  priceMinor: orderLines.totalMinor,
  reviewReason: orders.reviewReason,
  cohortId: cohorts.id,
  cohortName: cohorts.name,
  courseId: courses.id,
  courseTitle: courses.title,
  courseLanguage: courses.language,
};

/** The places of cohorts that were cancelled: which have ended, which could not be ended and why, and whose money still needs somebody. */
export const cohortEndingList = defineList({
  table: cohortEndings,
  reach: (ctx) => {
    authorize(ctx, "enrolment.list", {});
    return undefined;
  },
  view: defineView({
    fields: () => fields,
    from: (select) =>
      select
        .from(cohortEndings)
        .innerJoin(cohorts, eq(cohorts.id, cohortEndings.cohortId))
        .innerJoin(courses, eq(courses.id, cohorts.courseId))
        .leftJoin(enrolments, eq(enrolments.id, cohortEndings.enrolmentId))
        .leftJoin(users, eq(users.id, enrolments.studentId))
        .leftJoin(links, or(eq(links.id, cohortEndings.claimLinkId), eq(links.enrolmentId, cohortEndings.enrolmentId)))
        .leftJoin(orderLines, eq(orderLines.id, sql`coalesce(${enrolments.orderLineId}, ${links.orderLineId})`))
        .leftJoin(orders, eq(orders.id, orderLines.orderId))
        .leftJoin(buyers, eq(buyers.id, orders.buyerId)),
    show: (ending) => ending,
  }),
  key: "id",
  sorts: { place: { by: [] } },
  filters: {
    state: createChoiceFilter(cohortEndings.state, COHORT_ENDING_STATES),
    money: createFilter(z.enum(["due"]), (_due, { read }) =>
      exists(selectOrdersOfEnding(read, sql`review_reason = 'refund_due'`)),
    ),
    cohortId: createIdFilter("cohort", (cohortId) => eq(cohortEndings.cohortId, cohortId)),
  },
});
export const { page: listCohortEndings } = cohortEndingList;
