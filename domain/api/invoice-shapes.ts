import { z } from "zod";
import { INVOICE_KINDS, INVOICE_STATES } from "#db/enums.ts";
import { Amount, Id, Moment } from "./parts.ts";

const Day = z.string().meta({ examples: ["2026-12-31"] });

export const Invoice = z
  .strictObject({
    id: Id("ivc"),
    number: z.string().meta({ examples: ["R-2026-00042"], description: "Without gaps in its series and year." }),
    kind: z.enum(INVOICE_KINDS),
    state: z.enum(INVOICE_STATES),
    orderId: Id("ord"),
    orderCode: z.string(),
    buyerName: z.string().meta({ description: "As it is printed." }),
    total: Amount,
    issuedOn: Day,
    issuedAt: Moment,
    dueOn: Day.nullable(),
    paidAt: Moment.nullable(),
    correctsId: Id("ivc").nullable().meta({ description: "The invoice that it takes back or credits." }),
    path: z.string().meta({ description: "Where its PDF is, for whoever is signed in." }),
  })
  .meta({ id: "Invoice" });

export const InvoiceFile = z
  .strictObject({
    name: z.string(),
    mediaType: z.string(),
    sizeBytes: z.int(),
    sha256: z.string(),
    base64: z.string().meta({ description: "The bytes: the same each time." }),
  })
  .meta({ id: "InvoiceFile" });

export const OrderPaperFile = z
  .strictObject({
    ...InvoiceFile.shape,
    base64: z.string().meta({ description: "The bytes: they say how the order stands today." }),
  })
  .meta({ id: "OrderPaperFile" });

export type InvoiceView = z.output<typeof Invoice>;
