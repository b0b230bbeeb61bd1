import { and, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import { cohorts, disputes, orders, paymentAliases, payments, refunds } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { message, type Message } from "#messages/message.ts";
import { compactCode, computeModulo97 } from "../kernel/modulo97.ts";
import { isId } from "../kernel/ids.ts";
import { listPossibleMinor } from "../kernel/read-amount.ts";

/*
 * What stands on a statement of a bank or a payment service, and which order it means: an order's code, the creditor reference
 * of a transfer (ISO 11649: "RF", two check digits, the code and four more characters), an amount, a provider's own id.
 */
const CODE = 7;
const OWN = 11;
/** What people and scanners write for the letters and digits that no code has. */
const LOOKALIKES: Record<string, string> = { O: "Q", "0": "Q", I: "L", "1": "L" };

const asCode = (text: string) => text.replace(/[O0I1]/g, (character) => LOOKALIKES[character] ?? character);
const asDigits = (text: string) => text.replaceAll("O", "0").replace(/[IL]/g, "1");

type Reference = { whole: string; code: string; isRight: boolean };

/** A creditor reference in a text, however it is spaced and cased, with or without "RF" and its check digits. */
function referenceIn(compact: string): Reference | undefined {
  const [, withRf, digits, own] = /(RF)([\dOIL]{2})([A-Z0-9]{11})/.exec(compact) ?? [];
  if (withRf && digits && own) return reference(asCode(own), asDigits(digits));
  const [, check, bare] = /^([\dOIL]{2})?([A-Z0-9]{11})$/.exec(compact) ?? [];
  return bare ? reference(asCode(bare), check && asDigits(check)) : undefined;
}

function reference(own: string, digits: string | undefined): Reference {
  const check = String(98 - computeModulo97(`${own}RF00`)).padStart(2, "0");
  return { whole: `RF${check}${own}`, code: own.slice(0, CODE), isRight: digits === undefined || digits === check };
}

/** What is wrong with what was looked for: a reference whose check digits do not fit was mistyped. */
export function explainStatementProblem(q: string): Message | undefined {
  const compact = compactCode(q);
  const found = /RF/.test(compact) || compact.length === OWN + 2 ? referenceIn(compact) : undefined;
  if (!found || found.isRight) return undefined;
  return message("refusals.reference_mistyped");
}

/** The code of the order that a code or a reference means, however it is spaced and cased; undefined for what is neither. */
export function parseOrderCode(q: string): string | undefined {
  const compact = compactCode(q);
  return compact.length === CODE ? asCode(compact) : referenceIn(compact)?.code;
}

/** What could be an order's code: all of it, however it is spaced, or one word among others ("Order 5XHRWEB, Urs"). */
function possibleCodes(text: string): string[] {
  const words = text.toUpperCase().split(/[^A-Z0-9]+/);
  return [compactCode(text), ...words].filter((each) => each.length === CODE).map(asCode);
}

/** SQL: the orders that something on a statement means; undefined when it looks like nothing that stands there. */
export async function selectOrdersOnStatement(read: Reader, q: string): Promise<SQL | undefined> {
  const text = q.trim();
  if (text.length > 200) return undefined;
  const id = byId(read, text);
  if (id) return id;
  const compact = compactCode(text);
  const found = referenceIn(compact);
  const codes = possibleCodes(text);
  const exact =
    codes.length > 0 ? await read.select({ id: orders.id }).from(orders).where(inArray(orders.code, codes)) : [];
  if (exact.length > 0) {
    const ids = exact.map(({ id }) => id);
    return inArray(orders.id, ids);
  }
  if (found) {
    const own = read
      .select({ id: payments.orderId })
      .from(payments)
      .where(and(eq(payments.provider, "bank"), eq(payments.reference, found.whole)));
    // One mistyped character more or less: the code alone may still be right.
    const byCode = read.select({ id: orders.id }).from(orders).where(eq(orders.code, found.code)).limit(1);
    if ((await own.limit(1)).length + (await byCode).length > 0) {
      return or(inArray(orders.id, own), eq(orders.code, found.code));
    }
  }
  return byAmount(read, text);
}

/** Ours, or the provider's: a checkout, a payment, a charge, a refund, a dispute. */
function byId(read: Reader, text: string): SQL | undefined {
  if (isId("order", text)) return eq(orders.id, text);
  if (!/^[a-z]{2,4}_[A-Za-z0-9_]{6,120}$/.test(text)) return undefined;
  const named = [
    read
      .select({ id: payments.orderId })
      .from(payments)
      .where(
        or(
          eq(payments.id, text),
          and(inArray(payments.provider, ["stripe", "sandbox", "bank"]), eq(payments.reference, text)),
        ),
      ),
    read
      .select({ id: payments.orderId })
      .from(paymentAliases)
      .innerJoin(payments, eq(payments.id, paymentAliases.paymentId))
      .where(eq(paymentAliases.alias, text)),
    read
      .select({ id: payments.orderId })
      .from(refunds)
      .innerJoin(payments, eq(payments.id, refunds.paymentId))
      .where(or(eq(refunds.reference, text), eq(refunds.id, text))),
    read
      .select({ id: payments.orderId })
      .from(disputes)
      .innerJoin(payments, eq(payments.id, disputes.paymentId))
      .where(eq(disputes.reference, text)),
  ];
  return or(...named.map((each) => inArray(orders.id, each)));
}

/**
 * An amount as people write it, in each currency that the school sells in; with its currency, in that one alone. It is what an
 * order costs, tried to be paid or not, or what somebody tried to pay; what can be read in two ways finds both.
 */
async function byAmount(read: Reader, text: string): Promise<SQL | undefined> {
  if (!/\d/.test(text) || /[A-Za-z]{4}/.test(text)) return undefined;
  const sold = await read.selectDistinct({ currency: cohorts.currency }).from(cohorts);
  const meant = sold.flatMap(({ currency }) => {
    const minors = listPossibleMinor(text.toUpperCase(), currency).filter((minor) => minor > 0);
    return minors.length > 0 ? [{ currency, minors }] : [];
  });
  if (meant.length === 0) return undefined;
  const tried = meant.map(({ currency, minors }) =>
    and(inArray(payments.amountMinor, minors), eq(payments.currency, currency)),
  );
  const costs = meant.map(({ currency, minors }) =>
    and(inArray(orders.totalMinor, minors), eq(orders.currency, currency)),
  );
  const paidWith = read
    .select({ id: payments.orderId })
    .from(payments)
    .where(or(...tried));
  return or(...costs, inArray(orders.id, paidWith));
}

export const NONE = sql`1 = 0`;
