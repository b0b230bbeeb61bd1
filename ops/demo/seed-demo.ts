import { count } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import { DEMO_PASSWORD } from "#domain/accounts/demo-accounts.ts";
import { openPasswordHasher } from "#providers/passwords.ts";
import type { Runtime } from "#runtime";
import { stageCatalogue } from "./catalogue.ts";
import { letCrowdCome } from "./crowd.ts";
import { STUDENTS } from "./names.ts";
import { gatherPeople } from "./people.ts";
import { stageScenes } from "./scenarios/all.ts";
import { keepMails } from "./mail.ts";
import { openSchool } from "./school.ts";
import { openStage, type Stage } from "./simulation.ts";
import { openEar, openTill } from "./checkout-driver.ts";
import type { Troupe } from "./seed-context.ts";

/** The story begins when the school buys its first table. */
const BEGINNING_DAYS_AGO = 410;

/**
 * Fills an empty database with the demo school: a story of somewhat more than a year that ends at `now`. Everything in it is
 * done by somebody through the domain's own verbs at its own time, so that history, audit log and ledger are those of a
 * school. The same `now` tells the same story. Refuses a database in which there is anybody already.
 */
export async function seedDemo(school: Runtime, now: Date): Promise<void> {
  if (school.config.isReal) throw new Error("The demo school is not for a real one.");
  const [{ people } = { people: 0 }] = await school.database.read.select({ people: count() }).from(users);
  if (people > 0) throw new Error("There are people in this school already, so the demo does not move in.");
  const passwordHash = await openPasswordHasher().hash(DEMO_PASSWORD);
  const ear = await openEar();
  try {
    const stage = openStage(school, now, ear);
    ear.hear(stage);
    await tellStory(stage, passwordHash);
  } finally {
    await ear.close();
  }
  // One write that waits for the disk makes safe all those before it that did not.
  await school.database.write(async () => undefined, { durable: true });
}

async function tellStory(stage: Stage, passwordHash: string): Promise<void> {
  const till = openTill(stage);
  stage.at(stage.day(-BEGINNING_DAYS_AGO, "08:00"), async () => {
    const people = await gatherPeople(stage, passwordHash);
    await openSchool(stage, people);
    const troupe: Troupe = { stage, people, till };
    const catalogue = stageCatalogue(stage, people, (cohort) => letCrowdCome(troupe, cohort));
    stageScenes({ ...troupe, catalogue });
    for (const [turn, { email }] of STUDENTS.entries()) {
      // Whoever has not come for a course by then signs up to look around.
      stage.at(stage.day(-(1 + (turn % 9)), "20:15"), () => people.meet(email));
    }
  });
  await stage.play();
  await keepMails(stage);
}
