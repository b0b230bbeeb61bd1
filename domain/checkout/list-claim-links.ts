import { aliasedTable, eq, inArray, or } from "drizzle-orm";
import { CLAIM_LINK_STATES } from "#db/enums.ts";
import { claimLinks, cohorts, courses, enrolments, orderLines, orders, users } from "#db/schema/index.ts";
import { defineList, type RowOf } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import {
  createChoiceFilter,
  createFromFilter,
  createIdFilter,
  createTextFilter,
  createUntilFilter,
} from "../kernel/lists/filters.ts";
import { authorize } from "../policy.ts";
import { findPeople } from "../students/find-people.ts";

export type ClaimLinkRow = RowOf<typeof claimLinkList>;

const buyers = aliasedTable(users, "buyers");

const claimLinkFields = {
  id: claimLinks.id,
  state: claimLinks.state,
  name: claimLinks.name,
  email: claimLinks.email,
  withdrawnAt: claimLinks.withdrawnAt,
  mailedAt: claimLinks.mailedAt,
  claimedAt: claimLinks.claimedAt,
  createdAt: claimLinks.createdAt,
  enrolmentId: claimLinks.enrolmentId,
  enrolmentState: enrolments.state,
  studentName: users.name,
  buyerId: orders.buyerId,
  buyerName: buyers.name,
  buyerEmail: buyers.email,
  orderCode: orders.code,
  courseId: courses.id,
  courseTitle: courses.title,
  courseLanguage: courses.language,
  cohortId: cohorts.id,
  cohortName: cohorts.name,
};

/** The office's list of places that were bought for others: for whom, by whom, and who has claimed them. */
export const claimLinkList = defineList({
  table: claimLinks,
  reach: (ctx) => {
    authorize(ctx, "claim_link.list", {});
    return undefined;
  },
  view: defineView({
    fields: () => claimLinkFields,
    from: (select) =>
      select
        .from(claimLinks)
        .innerJoin(orderLines, eq(orderLines.id, claimLinks.orderLineId))
        .innerJoin(orders, eq(orders.id, orderLines.orderId))
        .innerJoin(buyers, eq(buyers.id, orders.buyerId))
        .innerJoin(cohorts, eq(cohorts.id, claimLinks.cohortId))
        .innerJoin(courses, eq(courses.id, cohorts.courseId))
        .leftJoin(enrolments, eq(enrolments.id, claimLinks.enrolmentId))
        .leftJoin(users, eq(users.id, enrolments.studentId)),
    show: (claim) => claim,
  }),
  key: "id",
  sorts: { created: { by: ["createdAt"] } },
  filters: {
    q: createTextFilter(async (text, { read }) => {
      const people = await findPeople(read, text.trim());
      const isBuyers = people.length > 0 ? inArray(orders.buyerId, people) : undefined;
      const bought = read
        .select({ id: orderLines.id })
        .from(orderLines)
        .innerJoin(orders, eq(orders.id, orderLines.orderId))
        .where(or(eq(orders.code, text.trim().toUpperCase()), isBuyers));
      const isBought = inArray(claimLinks.orderLineId, bought);
      if (people.length === 0) return isBought;
      const places = read.select({ id: enrolments.id }).from(enrolments).where(inArray(enrolments.studentId, people));
      return or(isBought, inArray(claimLinks.enrolmentId, places));
    }),
    state: createChoiceFilter(claimLinks.state, CLAIM_LINK_STATES),
    cohortId: createIdFilter("cohort", (cohortId) => eq(claimLinks.cohortId, cohortId)),
    courseId: createIdFilter("course", (courseId, { read }) =>
      inArray(claimLinks.cohortId, read.select({ id: cohorts.id }).from(cohorts).where(eq(cohorts.courseId, courseId))),
    ),
    from: createFromFilter(claimLinks.createdAt),
    until: createUntilFilter(claimLinks.createdAt),
  },
});
export const { page: listClaimLinks } = claimLinkList;
