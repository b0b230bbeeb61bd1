import { z } from "zod";
import { ACCOUNTS, BANK_FILE_FORMATS, BANK_LINE_STATES, BANK_MATCH_KINDS, PROVIDERS } from "#db/enums.ts";
import type { Message } from "#messages/message.ts";
import { getBankLine, type BankLineView } from "../bank/get-bank-line.ts";
import type { ReadCtx, TxCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { BankLineRow } from "../bank/list-bank-lines.ts";
import { MATCH_REASONS } from "../bank/rank-matches.ts";
import { REVERSAL_REASONS } from "../bank/reversals.ts";
import { Amount, Id, Moment } from "./parts.ts";

const facts = {
  id: Id("bln"),
  state: z.enum(BANK_LINE_STATES).meta({ description: "`waiting` for a person, `matched`, or `ignored`." }),
  account: z.string().meta({ description: "The school's account: its IBAN." }),
  bookedOn: z.string().meta({ description: "The day of the booking, as the bank writes it." }),
  valueOn: z.string().nullable(),
  amount: Amount.nullable().meta({ description: "Below nothing what went out; null where it could not be read." }),
  name: z.string().meta({ description: "Who paid, or was paid." }),
  iban: z.string(),
  reference: z.string().meta({ description: "The structured reference, without blanks." }),
  endToEndId: z.string(),
  text: z.string(),
  problem: z.string().nullable().meta({ description: "Why a person must look at it." }),
  ignoredReason: z.string().nullable(),
  format: z.enum(BANK_FILE_FORMATS),
};

/** A line in a list. */
export const BankLineItem = z.strictObject(facts).meta({ id: "BankLineItem" });

const Part = z.strictObject({ orderId: Id("ord"), orderCode: z.string(), amount: Amount });

export const BankLine = z
  .strictObject({
    ...facts,
    matches: z.array(
      z.strictObject({
        ...{ id: Id("bmt"), kind: z.enum(BANK_MATCH_KINDS), orderId: Id("ord").nullable() },
        orderCode: z.string().nullable().meta({
          description:
            "None of what is no money of an order: a payout, a charge, what was booked to an account, a duplicate.",
        }),
        account: z
          .enum(ACCOUNTS)
          .nullable()
          .meta({ description: "To which account it was booked, of kind `account`." }),
        words: z.string().nullable().meta({ description: "The text with which it was booked." }),
        ...{ refundId: Id("ref").nullable(), amount: Amount, createdAt: Moment, undoneAt: Moment.nullable() },
      }),
    ),
    payouts: z
      .array(z.strictObject({ transactionId: Id("ptx"), provider: z.enum(PROVIDERS), reference: z.string() }))
      .meta({ description: "While it waits: the payouts by the providers' books that it may be." }),
    reversals: z
      .array(z.strictObject({ lineId: Id("bln"), reason: z.enum(REVERSAL_REASONS), orderCodes: z.array(z.string()) }))
      .meta({ description: "While it waits: the lines of money that came in which it may take back." }),
    suggestions: z
      .array(z.strictObject({ reason: z.enum(MATCH_REASONS), doubt: z.string().nullable(), parts: z.array(Part) }))
      .meta({
        description: "While it waits: the orders that it may pay, the likeliest first, and what speaks against each.",
      }),
  })
  .meta({ id: "BankLine" });

type Known = Pick<BankLineRow, Exclude<keyof typeof facts, "amount" | "format" | "problem">> &
  Pick<BankLineRow, "amountMinor" | "currency" | "source" | "problem">;

type Say = (words: Message) => string;

export function toBankLineItem(row: Known, say: Say): z.output<typeof BankLineItem> {
  const { id, state, account, bookedOn, valueOn, amountMinor: minor, currency, source: format, problem, ...rest } = row;
  const { name, iban, reference, endToEndId, text, ignoredReason } = rest;
  const amount = minor === null ? null : { minor, currency };
  const words = problem && say(problem);
  return {
    id,
    state,
    account,
    bookedOn,
    valueOn,
    amount,
    name,
    iban,
    reference,
    endToEndId,
    text,
    problem: words,
    ignoredReason,
    format,
  };
}

export function toBankLineView(line: BankLineView, say: Say): z.output<typeof BankLine> {
  return {
    ...toBankLineItem(line, say),
    matches: line.matches.map(({ id, kind, order, refundId, account, words, ...match }) => ({
      ...{ id, kind, orderId: order?.id ?? null, orderCode: order?.code ?? null, account, words, refundId },
      amount: { minor: match.amountMinor, currency: match.currency },
      ...{ createdAt: match.createdAt, undoneAt: match.undoneAt },
    })),
    payouts: line.payouts.map(({ transactionId, provider, reference }) => ({ transactionId, provider, reference })),
    reversals: line.reversals.map(({ lineId, reason, orderCodes }) => ({ lineId, reason, orderCodes })),
    suggestions: line.suggestions.map(({ reason, doubt, parts }) => ({
      ...{ reason, doubt },
      parts: parts.map(({ orderId, code, amountMinor: minor }) => ({
        orderId,
        orderCode: code,
        amount: { minor, currency: line.currency },
      })),
    })),
  };
}

/** The line after it was changed, read in the same transaction. */
export async function loadBankLineView(ctx: TxCtx, id: string, say: Say): Promise<z.output<typeof BankLine>> {
  const { tx, ...rest } = ctx;
  const line = await getBankLine({ ...rest, read: tx } satisfies ReadCtx, id);
  if (!line) throw new Refusal("not_found");
  return toBankLineView(line, say);
}
