import { createHash } from "node:crypto";
import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { bankLines, bankMatches, orders, payments } from "#db/schema/index.ts";
import { ignoreBankLine } from "#domain/bank/ignore-bank-line.ts";
import { matchBankLine } from "#domain/bank/match-bank-line.ts";
import { EMPTY_LINE, type StatementLine } from "#domain/bank/statement.ts";
import { undoBankLine } from "#domain/bank/undo-bank-line.ts";
import { loadBankFile } from "#ops/import/bank/load-bank-file.ts";
import { write } from "#runtime";
import { type Act, asPerson, byId, pressing } from "./act.ts";
import { SCHOOL_IBAN, type SimulatedSchool } from "./open-school.ts";

/** The lines of the bank's file, from one on: the next file repeats some of the last one. */
function toLines({ bank }: SimulatedSchool, from: number): StatementLine[] {
  return bank.transfers.slice(from).map(({ reference, amountMinor, currency }, n) => ({
    ...EMPTY_LINE,
    ...{ line: n + 1, bankId: `bank-${from + n}`, bookedOn: "2026-01-08", amountMinor, currency, reference },
    amountText: String(amountMinor),
  }));
}

/** Loads what the bank says of the account, from one entry on. */
export async function loadStatement(school: SimulatedSchool, from: number): Promise<void> {
  const lines = toLines(school, from);
  if (lines.length === 0) return;
  const hash = createHash("sha256").update(JSON.stringify(lines)).digest("hex");
  const statement = { line: 1, account: SCHOOL_IBAN, lines, refusal: null, notes: [], sequence: null };
  const file = { format: "camt053" as const, encoding: "utf-8", statements: [statement] };
  const actor = asPerson(school.people.finance);
  await loadBankFile({ write: (verb) => write(actor, verb) }, file, { name: "statement.xml", hash });
}

const load: Act = {
  name: "load a statement",
  weight: 5,
  begin(school, draw) {
    const count = school.bank.hasStatements ? school.bank.transfers.length : 0;
    if (count === 0) return undefined;
    const from = Math.max(0, count - 1 - draw.whole(4));
    return { what: `the statement from line ${from} on is loaded`, run: () => loadStatement(school, from) };
  },
};

const listLines = ({ read }: SimulatedSchool, states: (typeof bankLines.$inferSelect)["state"][]) =>
  read.select().from(bankLines).where(inArray(bankLines.state, states)).orderBy(asc(bankLines.id));

/** The order that a line is for, by the reference that the payer has given. */
async function findOrder({ read }: SimulatedSchool, reference: string) {
  const [found] = await read
    .select({ id: orders.id, code: orders.code, state: orders.state })
    .from(payments)
    .innerJoin(orders, eq(orders.id, payments.orderId))
    .where(and(eq(payments.provider, "bank"), eq(payments.reference, reference)));
  return found;
}

/** Mostly for the order that it names, now and then for another one, or for both. */
const match: Act = {
  name: "match a line",
  weight: 5,
  async begin(school, draw) {
    const line = draw.pick(await listLines(school, ["waiting"]), byId);
    const own = line && (await findOrder(school, line.reference));
    if (!line?.amountMinor || !own) return undefined;
    const others = await school.read.select().from(orders).orderBy(asc(orders.id));
    const other = draw.pick(others, byId);
    const total = line.amountMinor;
    const kind = draw.whole(10);
    const whole = (code: string) => [{ code, amountMinor: total }];
    const isSplit = kind === 0 && other && other.id !== own.id && total > 1;
    const some = Math.ceil(total / 3);
    const parts = isSplit
      ? [
          { code: own.code, amountMinor: total - some },
          { code: other.code, amountMinor: some },
        ]
      : whole(kind <= 2 && other ? other.code : own.code);
    const said = parts.map(({ code, amountMinor }) => `${amountMinor} for ${code}`).join(", ");
    return {
      what: `the office matches ${line.id}: ${said}`,
      run: pressing(school.people.finance, (ctx) => matchBankLine(ctx, { lineId: line.id, parts })),
    };
  },
};

const undo: Act = {
  name: "undo a line",
  weight: 3,
  async begin(school, draw) {
    const line = draw.pick(await listLines(school, ["matched", "ignored"]), byId);
    if (!line) return undefined;
    return {
      what: `the office undoes ${line.id}`,
      run: pressing(school.people.finance, (ctx) => undoBankLine(ctx, { lineId: line.id })),
    };
  },
};

const ignore: Act = {
  name: "ignore a line",
  weight: 1,
  async begin(school, draw) {
    const line = draw.pick(await listLines(school, ["waiting"]), byId);
    if (!line) return undefined;
    return {
      what: `the office ignores ${line.id}`,
      run: pressing(school.people.finance, (ctx) => ignoreBankLine(ctx, { lineId: line.id, why: "a mistake" })),
    };
  },
};

/** The office goes through all that the bank has said: what it had put aside waits again, and what waits goes to the order that it names. */
export async function settleStatement(school: SimulatedSchool): Promise<void> {
  const { finance } = school.people;
  await loadStatement(school, 0);
  for (const { id } of await listLines(school, ["ignored"])) {
    await pressing(finance, (ctx) => undoBankLine(ctx, { lineId: id }))();
  }
  for (const { id: lineId, reference, amountMinor } of await listLines(school, ["waiting"])) {
    const order = await findOrder(school, reference);
    if (!order || amountMinor === null) throw new Error(`nobody can tell whose ${lineId} is`);
    const parts = [{ code: order.code, amountMinor }];
    await pressing(finance, (ctx) => matchBankLine(ctx, { lineId, parts }))();
  }
}

/** Lines that were matched and whose matches do not add up to them, or that wait and are matched all the same. */
export async function findUnevenLines({ read }: SimulatedSchool): Promise<string[]> {
  const lines = await read.select().from(bankLines);
  const live = await read.select().from(bankMatches).where(isNull(bankMatches.undoneAt));
  return lines.flatMap(({ id, state, amountMinor }) => {
    const sum = live.filter(({ lineId }) => lineId === id).reduce((all, each) => all + each.amountMinor, 0);
    return sum === (state === "matched" ? amountMinor : 0) ? [] : [`${id} is ${state} with ${sum} of ${amountMinor}`];
  });
}

export const STATEMENTS: readonly Act[] = [load, match, undo, ignore];
