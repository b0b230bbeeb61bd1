import { SECOND_MS } from "#domain/kernel/clock.ts";
import type { Finding } from "#ops/doctor/check.ts";
import { keptReports, standingFindings } from "#ops/doctor/kept-report.ts";
import { log } from "#ops/log.ts";
import { runtime } from "#runtime";
import { addReasons, type Noted } from "./state.ts";

const LOOK_EVERY_MS = 10 * SECOND_MS;

/** What these checks find wrong is damage, which only a person mends. */
const OF_DAMAGE = new Set(["integrity", "whole database"]);

// On globalThis, because Next may evaluate this module several times in one process, and there is one watch a process.
const KEY = Symbol.for("matricula.health.found");
const store = globalThis as unknown as { [KEY]?: NodeJS.Timeout };

/** What was found wrong, as reasons: one for each check, with everything that it said. */
export function reasonsOfFindings(findings: readonly Finding[]): Noted[] {
  const byCheck = new Map<string, Noted>();
  for (const { check, state, words, mend = "see npm run doctor" } of findings) {
    if (state !== "wrong") continue;
    const before = byCheck.get(check);
    const isDamage = OF_DAMAGE.has(check);
    byCheck.set(check, {
      code: `doctor: ${check}`,
      state: isDamage ? "failed" : "degraded",
      isCritical: isDamage,
      words: before ? `${before.words} ${words}` : words,
      mend: before?.mend ?? mend,
    });
  }
  return [...byCheck.values()];
}

/** Reads what was found last, by whichever process. */
export async function lookAtFindings(): Promise<void> {
  try {
    const kept = await keptReports(runtime().database.read);
    const found = kept ? reasonsOfFindings(standingFindings(kept)) : [];
    addReasons("doctor", () => found);
  } catch (error) {
    // A database that cannot be read says so itself; what was found before holds.
    log().warn({ err: error }, "what was found by looking at the school cannot be read");
  }
}

/**
 * From now on what `examine` found is known in this process: one process looks, or a command by hand, and what it found holds
 * for all of them, and for those that start afterwards.
 */
export function startWatchingFindings(): void {
  if (store[KEY]) return;
  store[KEY] = setInterval(() => void lookAtFindings(), LOOK_EVERY_MS);
  store[KEY].unref();
  void lookAtFindings();
}
