import { eq, getTableColumns, inArray, type SQL } from "drizzle-orm";
import { z } from "zod";
import { CLAIM_LINK_STATES } from "#db/enums.ts";
import { claimLinks, orderLines, orders } from "#db/schema/index.ts";
import { createClaimSecret, getClaimPath } from "../claim-links/claim-secret.ts";
import type { ClaimLink } from "../claim-links/find-claim-link.ts";
import { getActorId } from "../kernel/actor.ts";
import type { ReadCtx, TxCtx } from "../kernel/command.ts";
import { defineList } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createChoiceFilter, createFilter } from "../kernel/lists/filters.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize, isAllowed } from "../policy.ts";
import { Id, Moment } from "./parts.ts";

export const ClaimLinkShape = z
  .strictObject({
    id: Id("clm"),
    orderId: Id("ord"),
    cohortId: Id("coh"),
    state: z.enum(CLAIM_LINK_STATES).meta({
      description:
        "`unpaid`: its order waits; `open`: its link works, unless it was withdrawn; `claimed`; `cancelled`.",
    }),
    name: z.string().meta({ description: "For whom the buyer means it; empty where they did not say." }),
    email: z.string().nullable().meta({ description: "Where the link is mailed to." }),
    withdrawnAt: Moment.nullable(),
    mailedAt: Moment.nullable(),
    enrolmentId: Id("enr").nullable().meta({ description: "Of whoever has claimed it." }),
    claimedAt: Moment.nullable(),
    createdAt: Moment,
  })
  .meta({ id: "ClaimLink" });
export type ClaimLinkApiView = z.output<typeof ClaimLinkShape>;

/** With the path of the link, which opens the place to whoever has it: only where it was asked for by whoever may hand it out. */
export const ClaimLinkWithPath = ClaimLinkShape.extend({
  path: z
    .string()
    .nullable()
    .meta({ description: "The link, after the school's address; null while it does not work." }),
}).meta({ id: "ClaimLinkWithPath" });

type Row = ClaimLink & { orderId: string };

function toView(row: Row): ClaimLinkApiView {
  const { id, orderId, cohortId, state, name, email, withdrawnAt, mailedAt, enrolmentId, claimedAt, createdAt } = row;
  return { id, orderId, cohortId, state, name, email, withdrawnAt, mailedAt, enrolmentId, claimedAt, createdAt };
}

/** Places that were bought for others, the newest first: everybody's for the office, one's own for the others. */
export const claimLinkPages = defineList({
  table: claimLinks,
  reach: withinReach,
  view: defineView({
    fields: () => ({ ...getTableColumns(claimLinks), orderId: orderLines.orderId }),
    from: (select) =>
      select
        .from(claimLinks)
        .innerJoin(orderLines, eq(orderLines.id, claimLinks.orderLineId))
        .innerJoin(orders, eq(orders.id, orderLines.orderId)),
    show: (row) => toView(row),
  }),
  key: "id",
  sorts: { created: { by: ["createdAt"] } },
  filters: {
    orderId: createFilter(Id("ord"), (id, { read }) =>
      inArray(
        claimLinks.orderLineId,
        read.select({ id: orderLines.id }).from(orderLines).where(eq(orderLines.orderId, id)),
      ),
    ),
    cohortId: createFilter(Id("coh"), (id) => eq(claimLinks.cohortId, id)),
    state: createChoiceFilter(claimLinks.state, CLAIM_LINK_STATES),
  },
  cursor: { sort: "created", ids: "claimLink" },
});

function withinReach(ctx: ReadCtx): SQL | undefined {
  if (isAllowed(ctx.actor, "claim_link.list")) return undefined;
  const me = getActorId(ctx.actor);
  authorize(ctx, "claim_link.read", { ownerId: me });
  return eq(orders.buyerId, me);
}

/** As it stands after a verb, which has let the actor through. */
export async function loadClaimLinkView(ctx: TxCtx, id: string): Promise<ClaimLinkApiView> {
  return toView(await loadRow(ctx, id));
}

/** The same with its link, after a verb that only whoever may hand it out could call. */
export async function loadClaimLinkWithPath(
  ctx: TxCtx,
  id: string,
  schoolSecret: string,
): Promise<z.output<typeof ClaimLinkWithPath>> {
  const row = await loadRow(ctx, id);
  const works = row.state === "open" && row.withdrawnAt === null;
  return { ...toView(row), path: works ? getClaimPath(row, createClaimSecret(schoolSecret, row)) : null };
}

async function loadRow(ctx: TxCtx, id: string): Promise<Row> {
  const [found] = await ctx.tx
    .select({ ...getTableColumns(claimLinks), orderId: orderLines.orderId })
    .from(claimLinks)
    .innerJoin(orderLines, eq(orderLines.id, claimLinks.orderLineId))
    .where(eq(claimLinks.id, id));
  if (!found) throw new Refusal("not_found");
  return found;
}
