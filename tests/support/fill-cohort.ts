/**
 * `node tests/support/fill-cohort.ts COHORT COUNT`: so many students come to a cohort of a demo school that runs, and pay by card, by the verbs
 * and the gateway that a browser reaches, which would take a quarter of an hour for three hundred. `MATRICULA_DATA_DIR`, `MATRICULA_URL` and `PORT` say
 * which school. Writes the codes of their orders, each with its checkout at the gateway.
 */
import { eq } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import type { Actor } from "#domain/kernel/actor.ts";
import { createStudent } from "#domain/students/create-student.ts";
import { TEST_CARDS } from "#providers/sandbox/cards.ts";
import { chargeCard } from "#providers/sandbox/charge.ts";
import { openGateway } from "#providers/sandbox/gateway.ts";
import { beginPayment } from "#services/payments/begin-payment.ts";
import { runtime, write } from "#runtime";

/** As many at once as share a commit; more only wait for each other. */
const AT_ONCE = 12;

const [cohortId = "", count = "1"] = process.argv.slice(2);
const { config, database, clock, secret } = runtime();
const gateway = openGateway({ config, database, clock, secret });
const [card] = TEST_CARDS;
const [office] = await database.read.select().from(users).where(eq(users.email, "admin@demo.test"));
if (!gateway || !card || !office) throw new Error("This is no demo school.");
const admin: Actor = { type: "user", id: office.id, roles: ["admin"] };

async function buy(number: number): Promise<string> {
  const email = `member${number}.${cohortId.slice(-8).toLowerCase()}@example.org`;
  const { userId } = await write({ actor: admin }, (ctx) =>
    createStudent(ctx, { name: `Member ${number}`, email, welcome: false }),
  );
  const actor: Actor = { type: "user", id: userId, roles: ["student"] };
  const { order } = await write({ actor }, (ctx) => enrolStudent(ctx, { cohortId, studentId: userId }));
  const { reference } = await beginPayment({ actor }, { orderId: order.id, provider: "sandbox" });
  if (!gateway || !card || reference === null) throw new Error(`order ${order.code} has no checkout`);
  await chargeCard(gateway, reference, card);
  return `${order.code} ${reference}`;
}

const numbers = Array.from({ length: Number(count) }, (_, at) => at + 1);
const bought: string[] = [];
while (numbers.length > 0) bought.push(...(await Promise.all(numbers.splice(0, AT_ONCE).map(buy))));
console.log(bought.join("\n"));
await database.close();
