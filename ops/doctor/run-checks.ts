import type { Config } from "#config/config.ts";
import { storageTroubleOf } from "#db/errors.ts";
import { type Inspector, openInspector } from "#db/inspect.ts";
import { createSystemClock } from "#domain/kernel/clock.ts";
import { databaseUrl } from "../database-kind.ts";
import { type Check, type Depth, type Finding, type FindingState, type Patient, saying } from "./check.ts";
import { CHECKS } from "./list.ts";
import { damageInWords } from "./describe-damage.ts";

const DEPTHS: readonly Depth[] = ["start", "quick", "full"];

/** What a look has found. */
export type Report = {
  at: string;
  depth: Depth;
  engine: "sqlite" | "postgres";
  state: FindingState;
  findings: Finding[];
};

/**
 * Looks at the school as deep as was asked. For a process of its own, a command or a child: it opens the database, which the
 * server must not do a second time. A check that breaks is a finding.
 */
export async function examine(
  settings: Config,
  depth: Depth,
  { now = createSystemClock(), checks = CHECKS }: { now?: Date; checks?: readonly Check[] } = {},
): Promise<Report> {
  const findings: Finding[] = [];
  let database: Inspector | undefined;
  try {
    database = await openInspector(databaseUrl(settings));
  } catch (error) {
    const mend = "see that its folder is there and yours to read, or that its server runs";
    const words = `The database cannot be opened: ${wordsOf(error)}.`;
    findings.push(damageIn("database", error, settings) ?? saying("database").wrong(words, { mend }));
  }
  if (!database && findings.length === 0) {
    findings.push(saying("database").warn("There is no database yet.", { mend: "run: npm start" }));
  }
  const patient: Patient = { settings, now, database };
  try {
    const hasTables = database !== undefined && (await tablesAreThere(database));
    for (const check of chosen(checks, settings.database.engine, depth)) {
      if (check.needsTables && !hasTables) continue;
      findings.push(...(await ask(check, patient)));
    }
  } finally {
    await database?.close();
  }
  const { engine } = settings.database;
  return { at: now.toISOString(), depth, engine, state: worstOf(findings), findings };
}

/** Those of the engine that are not too deep; of two with one name the deeper. */
function chosen(checks: readonly Check[], engine: "sqlite" | "postgres", depth: Depth): Check[] {
  const level = (each: Depth) => DEPTHS.indexOf(each);
  const asked = checks.filter((each) => (each.engine ?? engine) === engine && level(each.from) <= level(depth));
  return asked.filter(
    ({ name, from }) => !asked.some((other) => other.name === name && level(other.from) > level(from)),
  );
}

async function ask(check: Check, patient: Patient): Promise<Finding[]> {
  try {
    return await check.examine(patient);
  } catch (error) {
    const words = `This could not be looked at: ${wordsOf(error)}.`;
    return [damageIn(check.name, error, patient.settings) ?? saying(check.name).wrong(words)];
  }
}

/** Damage often ends a check before it can say what it found. */
function damageIn(check: string, error: unknown, settings: Config): Finding | undefined {
  if (storageTroubleOf(error) !== "corrupt") return undefined;
  const { words, mend } = damageInWords(error, settings);
  return saying(check).wrong(words, { mend, isDamage: true });
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

const RANK: readonly FindingState[] = ["ok", "warn", "wrong"];

function worstOf(findings: readonly Pick<Finding, "state">[]): FindingState {
  return findings.reduce<FindingState>(
    (worst, { state }) => (RANK.indexOf(state) > RANK.indexOf(worst) ? state : worst),
    "ok",
  );
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
