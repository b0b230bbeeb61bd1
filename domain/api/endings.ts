import { z } from "zod";
import { ENROLMENT_STATES } from "#db/enums.ts";
import { type Ending, getEnding } from "../checkout/get-ending.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { Amount, Id } from "./parts.ts";

/** One thing that was paid, and what of it would come back. */
const EndingLine = z.strictObject({
  lineId: Id("oln"),
  enrolmentId: Id("enr").nullable(),
  enrolmentState: z.enum(ENROLMENT_STATES).nullable(),
  claimLinkId: Id("clm").nullable(),
  studentName: z.string().nullable(),
  canEnd: z
    .boolean()
    .meta({ description: "Whether it is a place that can be cancelled; else only money can go back." }),
  here: Amount.meta({ description: "What is here of it: the most that can go back." }),
  overpaid: Amount.meta({ description: "What of that was paid beyond its price: it comes back whole." }),
  returned: Amount.meta({ description: "What comes back by the terms kept with the order." }),
  kept: Amount.meta({ description: "What the school keeps by them." }),
  rule: z.enum(["terms", "late", "owed", "none"]).meta({
    description:
      "`terms`: they give back a share; `late`: nothing any more; `owed`: the order has ended and owes this; `none`: the office decides.",
  }),
});

export const EndingPreview = z
  .strictObject({ orderId: Id("ord"), orderCode: z.string(), lines: z.array(EndingLine) })
  .meta({ id: "EndingPreview" });

function toEndingView({ order, currency, lines }: Ending): z.output<typeof EndingPreview> {
  const amount = (minor: number) => ({ minor, currency });
  return {
    orderId: order.id,
    orderCode: order.code,
    lines: lines.map((line) => ({
      lineId: line.id,
      enrolmentId: line.enrolment?.id ?? null,
      enrolmentState: line.enrolment?.state ?? null,
      claimLinkId: line.claimLink?.id ?? null,
      studentName: line.enrolment?.studentName ?? null,
      canEnd: line.canEnd,
      here: amount(line.paidMinor),
      overpaid: amount(line.overpaidMinor),
      returned: amount(line.returnedMinor),
      kept: amount(line.keptMinor),
      rule: line.rule.kind,
    })),
  };
}

/** What ending an order would give back, for the office; undefined when there is no such order. */
export async function getEndingPreview(
  ctx: ReadCtx,
  orderId: string,
): Promise<z.output<typeof EndingPreview> | undefined> {
  authorize(ctx, "order.end", {});
  const ending = await getEnding(ctx, { orderId });
  return ending && toEndingView(ending);
}
