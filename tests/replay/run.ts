/**
 * `npm run replay -- registrations FOLDER` lets the students of real courses register and withdraw on their days (the folder holds
 * oulad-studentRegistration.csv and oulad-courses.csv), `npm run replay -- seats FOLDER` plays histories of seats with waiting lists
 * (every .csv in the folder). Prints a line of JSON each, and ends with 1 when the school and the files disagree.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { createRandom } from "#ops/demo/random.ts";
import { openTestSchool } from "#tests/support/school.ts";
import { listSteps, readRegistrations, readRuns } from "./registrations.ts";
import { replayRegistrations } from "./replay-registrations.ts";
import { replaySeats } from "./replay-seats.ts";
import { listWishes, readSeatHistory } from "./seat-history.ts";

const [what, folder] = process.argv.slice(2);
if (!folder || (what !== "registrations" && what !== "seats")) {
  console.error("npm run replay -- registrations|seats FOLDER");
  process.exit(1);
}

const read = (name: string) => readFileSync(path.join(folder, name), "utf8");

function tell(facts: { differences: string[] } & Record<string, unknown>): void {
  console.log(JSON.stringify(facts));
  if (facts.differences.length > 0) process.exitCode = 1;
}

async function playRegistrations(): Promise<void> {
  const runs = readRuns(read("oulad-courses.csv"));
  const { registrations, undated } = readRegistrations(read("oulad-studentRegistration.csv"));
  const school = await openTestSchool();
  try {
    const began = performance.now();
    const replayed = await replayRegistrations(school, { runs, steps: listSteps(runs, registrations), moments: 50 });
    tell({ runs: runs.length, undated, ...replayed, seconds: Math.round((performance.now() - began) / 1_000) });
  } finally {
    await school.drop();
  }
}

/** As it was, and with half the seats, so that many wait. */
async function playSeats(): Promise<void> {
  const school = await openTestSchool();
  try {
    for (const file of readdirSync(folder as string).filter((name) => name.endsWith(".csv")))
      for (const share of [1, 0.5]) {
        const rows = readSeatHistory(read(file)).map((row) => ({ ...row, seats: Math.ceil(row.seats * share) }));
        tell({ file, share, ...(await replaySeats(school, listWishes(rows), createRandom(1))) });
      }
  } finally {
    await school.drop();
  }
}

await (what === "seats" ? playSeats() : playRegistrations());
