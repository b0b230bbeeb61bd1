import { z } from "zod";
import { issue } from "#messages/message.ts";
import { ATTACHMENTS_MAX } from "../files/limits.ts";
import type { AnyFilter } from "../kernel/lists/filters.ts";
import { createTextInput } from "../kernel/text-inputs.ts";
import { TypedNumber } from "../kernel/parse-typed-number.ts";
import { BODY_CHARACTERS_MAX } from "../tickets/machine.ts";

/** A moment: ISO 8601 in UTC on the wire, a Date in the rules. */
export const Moment = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});

export const Id = (prefix: string) =>
  z
    .string()
    .min(1)
    .max(60)
    .meta({ examples: [`${prefix}_0193a5c27d3e7a40b1f6c2d4e8f90a1b`] });

export const Amount = z
  .strictObject({
    minor: z.int().meta({ description: "Whole minor units: 48000 is CHF 480.00, 1200 is JPY 1200." }),
    currency: z.string().length(3).meta({ description: "ISO 4217." }),
  })
  .meta({ id: "Money" });

/** What every list takes. */
export const Paging = {
  limit: TypedNumber(1, 100).default(25).meta({ description: "How many at most." }),
  cursor: z.string().max(120).optional().meta({ description: "The nextCursor of the page before." }),
};

type Optional<Filters extends Record<string, AnyFilter>> = {
  [Name in keyof Filters]: z.ZodOptional<Filters[Name]["input"]>;
};

/** What a list may be asked for: how much of it, and each of its filters. */
export function createListQuery<Filters extends Record<string, AnyFilter>>({ filters }: { filters: Filters }) {
  const inputs = Object.entries(filters).map(([name, { input }]) => [name, input.optional()]);
  return z.strictObject({ ...Paging, ...(Object.fromEntries(inputs) as Optional<Filters>) });
}

/** A page of a list. */
export const createPageSchema = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    items: z.array(item),
    nextCursor: z.string().nullable().meta({ description: "Where the next page begins; null at the end." }),
  });

/** Why something is done: kept in the history, and told to the student where they are written to. */
export const Reason = z.strictObject({ why: createTextInput(1_000).default("") });

/** The same for what the office does to somebody's access: a mail tells them, unless it is not to. */
export const NotifiedReason = {
  why: createTextInput(500).min(1).meta({ description: "Kept in the audit log, and told to the student in the mail." }),
  notify: z.boolean().default(true).meta({ description: "Whether the student gets a mail." }),
};

/** How much a request may hold that carries files: one of ten megabytes, or several together, in base64. */
export const FILES_BYTES_MAX = 14_000_000;

/** A file as JSON carries it. */
export const Upload = z
  .strictObject({
    name: z.string().trim().min(1).max(255),
    content: z
      .base64()
      .min(4, issue("fields.empty_file"))
      .max(FILES_BYTES_MAX)
      .meta({ description: "The bytes in base64. What they are is judged by themselves, not by the name." }),
  })
  .meta({ id: "Upload" });
export type Upload = z.output<typeof Upload>;

/** What a message of a ticket says. */
export const MessageText = z
  .string()
  .trim()
  .min(1)
  .max(BODY_CHARACTERS_MAX)
  .meta({ description: "Plain text, shown line by line as it was sent." });

/** The files that go with it. */
export const Attachments = z
  .array(Upload)
  .max(ATTACHMENTS_MAX)
  .default([])
  .meta({ description: "Pictures, PDFs, texts, tables and office documents; 10 MB together." });

export const Nothing = z.strictObject({});
