import { z } from "zod";
import { defineWrite } from "#app/_http/json.ts";
import { ClaimLinkWithPath, loadClaimLinkWithPath } from "#domain/api/places-for-others.ts";
import { CouponText } from "#domain/api/coupons.ts";
import { toOrderView } from "#domain/api/orders.ts";
import { Id } from "#domain/api/parts.ts";
import { Order } from "#domain/api/order-shapes.ts";
import { EmailInput } from "#domain/accounts/inputs.ts";
import { enrolOthers } from "#domain/checkout/enrol-others.ts";
import { ClaimNameInput } from "#domain/claim-links/inputs.ts";
import { CLAIM_PLACES_MAX } from "#domain/claim-links/parse-claim-names.ts";
import { OrderBillingInput } from "#domain/invoices/inputs.ts";
import { getActorId } from "#domain/kernel/actor.ts";
import { runtime } from "#runtime";
import { guardGuesses } from "#services/coupons/guard-guesses.ts";

const Place = z.strictObject({ name: ClaimNameInput, email: EmailInput.nullable().default(null) });

export default defineWrite({
  id: "enrolOthers",
  method: "POST",
  path: "/claim-links",
  subject: "Orders",
  summary: "Order places for others",
  detail:
    "One order with a line for each place: all of them or none. Without `buyerId` the token's own person buys. Free ones can be claimed at once, and `path` is the link of each; others once the order is paid (`startPayment`). Free ones are given to whoever has confirmed their own address. A link is mailed where an address is given.",
  needs: "claim_link.create",
  body: z.strictObject({
    cohortId: Id("coh"),
    buyerId: Id("usr").optional(),
    places: z.array(Place).min(1).max(CLAIM_PLACES_MAX),
    coupon: CouponText.optional(),
    billing: OrderBillingInput.strict().optional().meta({
      description: "To whom it is billed. Left out: as the buyer's order before, or to their name.",
    }),
  }),
  status: 201,
  answer: z.strictObject({ order: Order, claimLinks: z.array(ClaimLinkWithPath) }),
  refusals: [
    "cohort_full",
    "enrolment_not_open",
    "enrolment_closed",
    "payment_refused",
    "address_not_confirmed",
    "coupon_refused",
    "invalid_input",
    "rate_limited",
  ],
  guard: (as, { body }, run) => guardGuesses(as, body.coupon, run),
  handle: async (ctx, { body: { buyerId, ...wanted } }) => {
    const { order, links } = await enrolOthers(ctx, { ...wanted, buyerId: buyerId ?? getActorId(ctx.actor) });
    const claimLinks = [];
    for (const { id } of links) claimLinks.push(await loadClaimLinkWithPath(ctx, id, runtime().secret));
    return { order: toOrderView(ctx, order), claimLinks };
  },
});
