import { eq, getTableColumns, type SQL } from "drizzle-orm";
import { RENEWAL_STATES } from "#db/enums.ts";
import { orderLines, renewals } from "#db/schema/index.ts";
import { getActorId } from "../kernel/actor.ts";
import type { ReadCtx, TxCtx } from "../kernel/command.ts";
import { defineList } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createChoiceFilter, createFilter } from "../kernel/lists/filters.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize, isAllowed } from "../policy.ts";
import { Id } from "./parts.ts";
import type { RenewalView } from "./renewal-shape.ts";

type Row = typeof renewals.$inferSelect & { orderId: string | null };

function toRenewalView(row: Row): RenewalView {
  const { id, enrolmentId, studentId, courseId, state, days, renewsFrom, reason, answer } = row;
  const { orderId, createdAt, decidedAt } = row;
  return {
    id,
    enrolmentId,
    studentId,
    courseId,
    state,
    days,
    renewsFrom,
    reason,
    answer,
    orderId,
    createdAt,
    decidedAt,
  };
}

/** Renewals, the newest first: everybody's for the office, one's own for the others. */
export const renewalPages = defineList({
  table: renewals,
  reach: withinReach,
  view: defineView({
    fields: () => ({ ...getTableColumns(renewals), orderId: orderLines.orderId }),
    from: (select) => select.from(renewals).leftJoin(orderLines, eq(orderLines.id, renewals.orderLineId)),
    show: (row) => toRenewalView(row),
  }),
  key: "id",
  sorts: { created: { by: ["createdAt"] } },
  filters: {
    studentId: createFilter(Id("usr"), (id) => eq(renewals.studentId, id)),
    enrolmentId: createFilter(Id("enr"), (id) => eq(renewals.enrolmentId, id)),
    state: createChoiceFilter(renewals.state, RENEWAL_STATES),
  },
  cursor: { sort: "created", ids: "renewal" },
});

function withinReach(ctx: ReadCtx): SQL | undefined {
  if (isAllowed(ctx.actor, "renewal.list")) return undefined;
  const me = getActorId(ctx.actor);
  authorize(ctx, "renewal.read", { ownerId: me });
  return eq(renewals.studentId, me);
}

/** As it stands after a verb, which has let the actor through. */
export async function loadRenewalView(ctx: TxCtx, id: string): Promise<RenewalView> {
  const [found] = await ctx.tx
    .select({ ...getTableColumns(renewals), orderId: orderLines.orderId })
    .from(renewals)
    .leftJoin(orderLines, eq(orderLines.id, renewals.orderLineId))
    .where(eq(renewals.id, id));
  if (!found) throw new Refusal("not_found");
  return toRenewalView(found);
}
