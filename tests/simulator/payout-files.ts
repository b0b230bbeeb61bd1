import { asc, eq } from "drizzle-orm";
import { payoutRuns, refunds } from "#db/schema/index.ts";
import { cancelPayoutRun } from "#domain/payouts/cancel-payout-run.ts";
import { listUnsentRefunds } from "#domain/payouts/list-unsent-refunds.ts";
import { markPayoutRunSent } from "#domain/payouts/mark-payout-run-sent.ts";
import { removeFromPayoutRun } from "#domain/payouts/remove-from-payout-run.ts";
import { createRunFromSchoolAccount, downloadPayoutFile } from "#services/payments/payout-file.ts";
import { type Act, asPerson, byId, pressing } from "./act.ts";
import type { Draw } from "./draw.ts";
import { SCHOOL_IBAN, type SimulatedSchool } from "./open-school.ts";

/** Who has typed their password just now: what sends money away asks for it. */
const atTheDesk = ({ people, clock }: SimulatedSchool) => asPerson({ ...people.finance, provenAt: clock() });

/** The refunds that can stand in the next file. */
async function listReady({ read }: SimulatedSchool) {
  const unsent = await listUnsentRefunds(read, SCHOOL_IBAN);
  return unsent.filter(({ fault }) => fault === null).map(({ refundId: id, currency }) => ({ id, currency }));
}

async function drawRun({ read, bank }: SimulatedSchool, draw: Draw) {
  const rows = await read
    .select({ id: payoutRuns.id })
    .from(payoutRuns)
    .where(eq(payoutRuns.state, "open"))
    .orderBy(asc(payoutRuns.id));
  return draw.pick(
    rows.filter(({ id }) => !bank.filesInHand.has(id)),
    byId,
  );
}

const make: Act = {
  name: "make a file for the bank",
  weight: 6,
  async begin(school, draw) {
    const ready = await listReady(school);
    const currency = draw.pick(ready, byId)?.currency ?? (draw.percent(5) ? "CHF" : undefined);
    if (!currency) return undefined;
    return {
      what: `a file of the transfers in ${currency}`,
      run: () => createRunFromSchoolAccount(atTheDesk(school), currency),
    };
  },
};

/** The office takes the file to the bank, which makes each of its transfers, and then says so here, if nothing comes between. */
const send: Act = {
  name: "take a file to the bank",
  weight: 6,
  async begin(school, draw) {
    const run = await drawRun(school, draw);
    if (!run) return undefined;
    // What is in the hand of one person nobody else takes a transfer out of.
    school.bank.filesInHand.add(run.id);
    return { what: `file ${run.id} is taken to the bank`, run: () => takeToBank(school, run.id) };
  },
};

async function takeToBank(school: SimulatedSchool, runId: string): Promise<void> {
  const { bank, read } = school;
  const { xml } = await downloadPayoutFile(atTheDesk(school), runId);
  const rows = await read
    .select({ id: refunds.id, amountMinor: refunds.amountMinor, currency: refunds.currency, state: refunds.state })
    .from(refunds)
    .where(eq(refunds.payoutRunId, runId))
    .orderBy(asc(refunds.id));
  checkFile(bank.faults, xml, rows);
  for (const { id: refundId, amountMinor, currency } of rows) {
    if (!bank.sent.some((each) => each.refundId === refundId))
      bank.sent.push({ refundId, amountMinor, currency, isReturned: false });
  }
  await pressing(school.people.finance, (ctx) => markPayoutRunSent(ctx, { runId }))();
}

/** The bank adds up itself what a file asks for. */
function checkFile(faults: string[], xml: string, rows: readonly { amountMinor: number }[]): void {
  const amounts = [...xml.matchAll(/<InstdAmt[^>]*>([\d.]+)</g)].map(([, text]) => Math.round(Number(text) * 100));
  const sum = (all: readonly number[]) => all.reduce((total, minor) => total + minor, 0);
  const said = Math.round(Number(/<CtrlSum>([\d.]+)</.exec(xml)?.[1]) * 100);
  const wanted = sum(rows.map(({ amountMinor }) => amountMinor));
  if (sum(amounts) !== wanted || said !== wanted || amounts.length !== rows.length)
    faults.push(`a file asks for ${sum(amounts)} in ${amounts.length} transfers, and says ${said}: it is ${wanted}`);
}

const change: Act = {
  name: "change a file for the bank",
  weight: 1.5,
  async begin(school, draw) {
    const run = await drawRun(school, draw);
    if (!run) return undefined;
    const { finance } = school.people;
    const { filesInHand } = school.bank;
    const within = (act: () => Promise<unknown>) => async () => {
      if (filesInHand.has(run.id)) return;
      filesInHand.add(run.id);
      await act().finally(() => filesInHand.delete(run.id));
    };
    if (draw.percent(40)) {
      const input = { runId: run.id, why: "not now" };
      return {
        what: `file ${run.id} is called off`,
        run: within(pressing(finance, (ctx) => cancelPayoutRun(ctx, input))),
      };
    }
    const own = eq(refunds.payoutRunId, run.id);
    const one = draw.pick(await school.read.select({ id: refunds.id }).from(refunds).where(own), byId);
    if (!one) return undefined;
    const input = { runId: run.id, refundId: one.id };
    return {
      what: `${one.id} is taken out of file ${run.id}`,
      run: within(pressing(finance, (ctx) => removeFromPayoutRun(ctx, input))),
    };
  },
};

/** What can go goes into files, and what is left of those is taken to the bank: nothing waits in one for ever. */
export async function sendLeftFiles(school: SimulatedSchool): Promise<void> {
  for (const currency of new Set((await listReady(school)).map((each) => each.currency)))
    await createRunFromSchoolAccount(atTheDesk(school), currency);
  const open = eq(payoutRuns.state, "open");
  for (const { id } of await school.read.select({ id: payoutRuns.id }).from(payoutRuns).where(open)) {
    const own = eq(refunds.payoutRunId, id);
    const [one] = await school.read.select({ id: refunds.id }).from(refunds).where(own).limit(1);
    if (one) await takeToBank(school, id);
  }
}

export const PAYOUT_FILES: readonly Act[] = [make, send, change];
