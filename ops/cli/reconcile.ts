/** `npm run reconcile -- --since 2026-11-01` compares the providers' books with ours; `--file report.csv` a report of Stripe's. */
import "#config/with-env-file.ts";
import { parseArgs } from "node:util";
import { formatMoney } from "#domain/kernel/money.ts";
import type { Difference } from "#domain/reconciliation/find-differences.ts";
import { loadStoredExponents } from "#domain/settings/stored-exponents.ts";
import { toSaid } from "#messages/message-error.ts";
import { message } from "#messages/message.ts";
import { getTerminalTranslator } from "#messages/terminal-translator.ts";
import { runtime } from "#runtime";
import { type Reconciled, reconcileFile, reconcileProvider } from "#services/reconciliation/reconcile-provider.ts";
import { beginCommand } from "../begin-command.ts";
import { readBalanceReport } from "../import/read-balance-report.ts";
import { resolveTypedPath } from "../resolve-typed-path.ts";
import { fail } from "./fail.ts";
import { assertReadable } from "./import-arguments.ts";
import { UsageError } from "./usage-error.ts";

/** How the command ends when something does not fit, so that a script sees it. */
const DIFFERENT_CODE = 2;

function readArguments(): { since?: Date; file?: string } {
  const usage = message("reconciliation.usage");
  const options = { since: { type: "string" }, file: { type: "string" } } as const;
  let values: { since?: string; file?: string };
  try {
    ({ values } = parseArgs({ args: process.argv.slice(2), options }));
  } catch (error) {
    throw new UsageError(toSaid(error), usage);
  }
  if ((values.since === undefined) === (values.file === undefined)) throw new UsageError(usage);
  if (values.file !== undefined) return { file: resolveTypedPath(values.file) };
  const since = new Date(`${values.since}T00:00:00Z`);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(values.since ?? "") && !Number.isNaN(since.getTime());
  if (!isDay || since > runtime().clock() || since.getUTCFullYear() < 2000) {
    throw new UsageError(message("reconciliation.since_is_no_day"), usage);
  }
  return { since };
}

function print({ provider, count, added, sums, fees, differences }: Reconciled): void {
  const t = getTerminalTranslator();
  const figures = [
    ...sums.map(({ kind, currency, minor, count: n }) => `${kind} ${n} = ${formatMoney({ minor, currency })}`),
    ...fees.map(({ currency, minor }) => `fees = ${formatMoney({ minor, currency })}`),
  ];
  const figuresText = figures.join("; ");
  console.log(
    t("reconciliation.figures", { provider, count, added, figures: figuresText, differences: differences.length }),
  );
  for (const each of differences) console.log(`  ${describe(each)}`);
}

function describe({ kind, subject, ours, theirs, occurredAt }: Difference): string {
  const t = getTerminalTranslator();
  const none = t("reconciliation.nothing");
  return t("reconciliation.difference_line", {
    ...{ day: occurredAt.toISOString().slice(0, 10), kind: t(`reconciliation.kind_${kind}`), subject },
    ours: ours ? `${ours.type} ${ours.id} ${formatMoney(ours)}` : none,
    theirs: theirs ? `${theirs.reference} ${formatMoney(theirs)}` : none,
  });
}

async function run({ since, file }: ReturnType<typeof readArguments>): Promise<boolean> {
  const t = getTerminalTranslator();
  const results: (Reconciled | undefined)[] = [];
  let isClean = true;
  if (file) {
    assertReadable(file);
    const { transactions, problems } = await readBalanceReport(file);
    for (const { line, problem } of problems) {
      console.error(t("reconciliation.line_problem", { line, problem: t.format(problem) }));
      isClean = false;
    }
    results.push(await reconcileFile("stripe", transactions));
  } else if (since) {
    for (const name of runtime().config.paymentProviders) results.push(await reconcileProvider(name, since));
  }
  for (const each of results) if (each) print(each);
  return isClean && results.every((each) => !each || each.differences.length === 0);
}

async function main(): Promise<void> {
  await beginCommand();
  const wanted = readArguments();
  await loadStoredExponents(runtime().database);
  if (!(await run(wanted))) process.exitCode = DIFFERENT_CODE;
}

try {
  await main();
} catch (error) {
  fail(error);
  process.exit();
}
await runtime().database.close();
