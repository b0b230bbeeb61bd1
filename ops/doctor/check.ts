import type { Config } from "#config/config.ts";
import type { Engine } from "#db/engine.ts";
import type { Inspector } from "#db/inspect.ts";
import { message, type Said } from "#messages/message.ts";

export type CheckState = "ok" | "warn" | "wrong";

/** What a check found: a sentence, and what mends it. */
export type CheckResult = {
  check: string;
  /** Tells the findings of one check apart, where it has several of its own. */
  id?: string;
  state: CheckState;
  words: Said;
  mend?: Said;
  /** The page of the office where it is mended or seen. */
  link?: string;
  /** Why a real school does not start with it. */
  refusesStart?: true;
  /** The database itself is damaged: only a person mends that. */
  isDamage?: true;
  /** What was measured, against what it may be. */
  measured?: { name: string; value: number; threshold: number; unit: string };
};

/** What a check is given. */
export type CheckContext = {
  settings: Config;
  now: Date;
  /** None where no database is there yet. */
  database: Inspector | undefined;
};

/** How much is checked: what a start waits for; everything but what reads the whole database; everything. */
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

/** The three things that a check may say, under its name. */
export const resultsOf = (check: string) => ({
  ok: (words: Said, more: Partial<ResultFields> = {}): CheckResult => ({ check, state: "ok", words, ...more }),
  warn: (words: Said, more: Partial<ResultFields> = {}): CheckResult => ({ check, state: "warn", words, ...more }),
  wrong: (words: Said, more: Partial<ResultFields> = {}): CheckResult => ({ check, state: "wrong", words, ...more }),
});

/** What a real school is refused for is a warning to the demo, which has nothing to lose. */
export function refuseIfReal(check: string, { isReal }: Pick<Config, "isReal">, words: Said, mend: Said): CheckResult {
  const { wrong, warn } = resultsOf(check);
  if (isReal) return wrong(words, { mend, refusesStart: true });
  return warn(message("doctor.real_school_would_not_start", { words }), { mend });
}
