/**
 * Enrols students in the school that DATABASE_URL names, so many a second as the first argument says, until it is told to end or the
 * database takes nothing more. A program of its own: the engine is that of the process. Sends what was acknowledged.
 */
import { readFileSync } from "node:fs";
import { isCannotSave, isOverloaded } from "#db/errors.ts";
import { openDatabase } from "#db/open.ts";
import type { SchoolFacts } from "./school-facts.ts";
import { enrolNow } from "./measures/grouping.ts";

export type Written = { acknowledged: string[]; refused: number; slowestMs: number; failed: string | undefined };

const [perSecond = "50", factsFile = ""] = process.argv.slice(2);
const url = process.env.DATABASE_URL ?? "";
const facts = JSON.parse(readFileSync(factsFile, "utf8")) as SchoolFacts;
const database = openDatabase(url.replace(/^file:/, ""));
const written: Written = { acknowledged: [], refused: 0, slowestMs: 0, failed: undefined };
const from = Number(process.env.WRITES_FROM ?? 0);
let n = from;

async function enrolNext(): Promise<void> {
  const at = n++;
  const cohortId = facts.free[Math.floor(at / facts.students.length)] as string;
  const studentId = facts.students[at % facts.students.length] as string;
  const began = performance.now();
  try {
    const { enrolment } = await database.write((tx) => enrolNow(tx, cohortId, studentId));
    written.acknowledged.push(enrolment.id);
    written.slowestMs = Math.max(written.slowestMs, performance.now() - began);
  } catch (error) {
    if (isCannotSave(error) || isOverloaded(error)) written.refused += 1;
    else written.failed ??= String(error);
  }
}

const timer = setInterval(() => void enrolNext(), 1_000 / Number(perSecond));
process.send?.("ready");
process.on("message", async () => {
  clearInterval(timer);
  await database.close();
  process.send?.(written, () => process.disconnect());
});
