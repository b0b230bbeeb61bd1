import { z } from "zod";
import { WORK_KINDS, type WorkKind } from "#db/enums.ts";
import type { WorkRow } from "../reports/list-work.ts";
import { Refusal } from "../kernel/refusal.ts";
import { listWorkSteps, WORK_STEPS } from "../reports/work-steps.ts";
import { Amount, Id, Moment } from "./parts.ts";

const Kind = z
  .enum(WORK_KINDS)
  .meta({ description: "What it is; its own page says the same as `/admin/worklist?kind=…`." });

/** Something of the school's money that waits for a person. */
export const WorkItem = z
  .strictObject({
    id: z.string().meta({
      description: "The kind and the id of the thing.",
      examples: ["late:ins_0193a5c27d3e7a40b1f6c2d4e8f90a1b"],
    }),
    kind: Kind,
    itemId: z.string(),
    orderId: Id("ord").nullable(),
    orderCode: z.string().nullable(),
    who: z.string().meta({ description: "Whose it is: the buyer, or who has paid." }),
    amount: Amount.nullable().meta({ description: "Of an order that was flagged: by how much its balance is off." }),
    detail: z.string().nullable().meta({ description: "A reason, a failure or a number, as its kind says." }),
    since: Moment,
    days: z.int().meta({ description: "For how many whole days it has waited." }),
    dueAt: Moment.nullable(),
    owner: z.strictObject({ id: Id("usr"), name: z.string() }).nullable(),
    steps: z.array(z.enum(WORK_STEPS)).meta({ description: "What can be done about it in one request." }),
  })
  .meta({ id: "WorkItem" });

export function toWorkItem(row: WorkRow): z.output<typeof WorkItem> {
  const { key: id, kind, itemId, orderId, orderCode, who, detail, since, days, dueAt } = row;
  const { amountMinor: minor, currency, ownerId, ownerName } = row;
  return {
    ...{ id, kind, itemId, orderId, orderCode, who, detail, since, days, dueAt },
    amount: minor === null || currency === null ? null : { minor, currency },
    owner: ownerId === null || ownerName === null ? null : { id: ownerId, name: ownerName },
    steps: listWorkSteps(row),
  };
}

/** The kind and the thing in an id of the worklist. Refuses (`not_found`) what is none. */
export function readWorkId(id: string): { kind: WorkKind; itemId: string } {
  const [word, itemId] = id.split(":", 2);
  const kind = WORK_KINDS.find((each) => each === word);
  if (kind === undefined || !itemId) throw new Refusal("not_found");
  return { kind, itemId };
}
