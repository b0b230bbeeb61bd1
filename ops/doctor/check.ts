import type { Config } from "#config/config.ts";
import type { Engine } from "#db/engine.ts";
import type { Inspector } from "#db/inspect.ts";
import { message, type Said } from "#messages/message.ts";

export type CheckState = "ok" | "warn" | "wrong";

/** A result of a check: a sentence, and what to do about it. */
export type CheckResult = {
  check: string;
  /** Tells several results of one check apart. */
  id?: string;
  state: CheckState;
  words: Said;
  mend?: Said;
  /** The admin page that shows or mends it. */
  link?: string;
  /** Why a real school does not start with it. */
  refusesStart?: true;
  /** The database is damaged, which only a person can mend. */
  isDamage?: true;
  /** The measurement and its limit. */
  measured?: { name: string; value: number; threshold: number; unit: string };
};

/** The input of a check. */
export type CheckContext = {
  settings: Config;
  now: Date;
  /** Undefined while there is no database. */
  database: Inspector | undefined;
};

/** How much is checked: what a start can wait for; all but what reads the whole database; all. */
export type CheckDepth = "start" | "quick" | "full";

export type Check = {
  name: string;
  /** The least depth at which it runs. */
  from: CheckDepth;
  /** Both engines, unless one is named. */
  engine?: Engine;
  /** Needs a database with its tables. */
  needsTables?: true;
  run(context: CheckContext): CheckResult[] | Promise<CheckResult[]>;
};

type ResultFields = Omit<CheckResult, "check" | "state">;

/** Makes the three kinds of result under a check's name. */
export const resultsOf = (check: string) => ({
  ok: (words: Said, more: Partial<ResultFields> = {}): CheckResult => ({ check, state: "ok", words, ...more }),
  warn: (words: Said, more: Partial<ResultFields> = {}): CheckResult => ({ check, state: "warn", words, ...more }),
  wrong: (words: Said, more: Partial<ResultFields> = {}): CheckResult => ({ check, state: "wrong", words, ...more }),
});

/** An error in a real school, a warning in the demo, which has nothing to lose. */
export function refuseIfReal(check: string, { isReal }: Pick<Config, "isReal">, words: Said, mend: Said): CheckResult {
  const { wrong, warn } = resultsOf(check);
  if (isReal) return wrong(words, { mend, refusesStart: true });
  return warn(message("doctor.real_school_would_not_start", { words }), { mend });
}
