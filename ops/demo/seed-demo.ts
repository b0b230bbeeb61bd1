import { count } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import { DEMO_PASSWORD } from "#domain/accounts/demo-accounts.ts";
import { openPasswordHasher } from "#providers/passwords.ts";
import type { Runtime } from "#runtime";
import { scheduleCatalogue } from "./catalogue.ts";
import { scheduleCrowd } from "./crowd.ts";
import { STUDENTS } from "./names.ts";
import { createPeople } from "./people.ts";
import { scheduleScenarios } from "./scenarios/all.ts";
import { storeMails } from "./mail.ts";
import { countAllOpenings, scheduleOpenings } from "./openings.ts";
import { configureSchool } from "./school.ts";
import { createSimulation, type Simulation } from "./simulation.ts";
import { openWebhookStub, createCheckoutDriver } from "./checkout-driver.ts";
import type { SeedContext } from "./seed-context.ts";

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
  if (people > 0) throw new Error("The database already has accounts, so the demo school cannot be created.");
  const passwordHash = await openPasswordHasher().hash(DEMO_PASSWORD);
  const webhooks = await openWebhookStub();
  try {
    const simulation = createSimulation(school, now, webhooks);
    webhooks.hear(simulation);
    await runSimulation(simulation, passwordHash);
  } finally {
    await webhooks.close();
  }
  // One write that waits for the disk makes safe all those before it that did not.
  await school.database.write(async () => undefined, { durable: true });
}

async function runSimulation(simulation: Simulation, passwordHash: string): Promise<void> {
  const checkout = createCheckoutDriver(simulation);
  simulation.at(simulation.day(-BEGINNING_DAYS_AGO, "08:00"), async () => {
    const people = await createPeople(simulation, passwordHash);
    await configureSchool(simulation, people);
    const context: SeedContext = { simulation, people, checkout };
    const catalogue = scheduleCatalogue(simulation, people, (cohort) => scheduleCrowd(context, cohort));
    scheduleScenarios({ ...context, catalogue });
    scheduleOpenings(simulation);
    for (const [turn, { email }] of STUDENTS.entries()) {
      // Whoever has not come for a course by then signs up to look around.
      simulation.at(simulation.day(-(1 + (turn % 9)), "20:15"), () => people.meet(email));
    }
  });
  await simulation.run();
  await storeMails(simulation);
  await countAllOpenings(simulation);
}
