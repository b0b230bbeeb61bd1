import type { Config } from "#config/config.ts";
import { engineMessage, storageTroubleOf } from "#db/errors.ts";
import { type Inspector, openInspector } from "#db/inspect.ts";
import { createSystemClock } from "#domain/kernel/clock.ts";
import { toSaid } from "#messages/message-error.ts";
import { getDatabaseUrl } from "../database-kind.ts";
import { explainConnection } from "../explain-connection.ts";
import {
  type Check,
  type CheckDepth,
  type CheckResult,
  type CheckState,
  type CheckContext,
  resultsOf,
} from "./check.ts";
import { START_CHECKS } from "./start-checks.ts";
import { describeDamage } from "./describe-damage.ts";
import { message } from "#messages/message.ts";

const DEPTHS: readonly CheckDepth[] = ["start", "quick", "full"];

/** The report of one run. */
export type CheckReport = {
  at: string;
  depth: CheckDepth;
  engine: "sqlite" | "postgres";
  state: CheckState;
  results: CheckResult[];
};

/**
 * Runs the checks of a depth. For a process of its own, a command or a child: it opens the database, which the server must not
 * do a second time. A check that throws is a result, too.
 */
export async function runChecks(
  settings: Config,
  depth: CheckDepth,
  { now = createSystemClock(), checks }: { now?: Date; checks?: readonly Check[] } = {},
): Promise<CheckReport> {
  const known = checks ?? (depth === "start" ? START_CHECKS : (await import("./list.ts")).CHECKS);
  const results: CheckResult[] = [];
  let database: Inspector | undefined;
  try {
    database = await openInspector(getDatabaseUrl(settings));
  } catch (error) {
    const mend = message("doctor.mend_cannot_be_opened");
    const words = message("doctor.database_cannot_be_opened", {
      why: explainConnection(engineMessage(error)) ?? toSaid(error),
    });
    results.push(damageIn("database", error, settings) ?? resultsOf("database").wrong(words, { mend }));
  }
  if (!database && results.length === 0) {
    results.push(
      resultsOf("database").warn(message("doctor.no_database_yet"), {
        mend: message("doctor.run", { command: "npm start" }),
      }),
    );
  }
  const context: CheckContext = { settings, now, database };
  try {
    const hasTables = database !== undefined && (await tablesAreThere(database));
    for (const check of selectChecks(known, settings.database.engine, depth)) {
      if (check.needsTables && !hasTables) continue;
      results.push(...(await runCheck(check, context)));
    }
  } finally {
    await database?.close();
  }
  const { engine } = settings.database;
  return { at: now.toISOString(), depth, engine, state: worstOf(results), results };
}

/** The engine's checks up to a depth; of two with one name the deeper one. */
function selectChecks(checks: readonly Check[], engine: "sqlite" | "postgres", depth: CheckDepth): Check[] {
  const level = (each: CheckDepth) => DEPTHS.indexOf(each);
  const asked = checks.filter((each) => (each.engine ?? engine) === engine && level(each.from) <= level(depth));
  return asked.filter(
    ({ name, from }) => !asked.some((other) => other.name === name && level(other.from) > level(from)),
  );
}

async function runCheck(check: Check, context: CheckContext): Promise<CheckResult[]> {
  try {
    return await check.run(context);
  } catch (error) {
    const words = message("doctor.check_could_not_run", { why: toSaid(error) });
    return [damageIn(check.name, error, context.settings) ?? resultsOf(check.name).wrong(words)];
  }
}

/** Damage often makes a check throw before it has a result. */
function damageIn(check: string, error: unknown, settings: Config): CheckResult | undefined {
  if (storageTroubleOf(error) !== "corrupt") return undefined;
  const { words, mend } = describeDamage(error, settings);
  return resultsOf(check).wrong(words, { mend, isDamage: true });
}

async function tablesAreThere(database: Inspector): Promise<boolean> {
  const text =
    database.engine === "postgres"
      ? "SELECT 1 AS there WHERE to_regclass('matricula_migrations') IS NOT NULL"
      : "SELECT 1 AS there FROM sqlite_master WHERE name = 'matricula_migrations'";
  try {
    return (await database.ask(text)).length > 0;
  } catch {
    // A file that is damaged at its beginning: the checks that cannot read it say so.
    return true;
  }
}

const RANK: readonly CheckState[] = ["ok", "warn", "wrong"];

function worstOf(results: readonly Pick<CheckResult, "state">[]): CheckState {
  return results.reduce<CheckState>(
    (worst, { state }) => (RANK.indexOf(state) > RANK.indexOf(worst) ? state : worst),
    "ok",
  );
}
