/** `npm run demo`: says who can be played in the demo school; `-- --remove` takes it out again. */
import { parseArgs } from "node:util";
import { runtime } from "#runtime";
import { beginCommand } from "../begin-command.ts";
import { printDemoAccounts } from "../initial-data.ts";
import { prepareDatabase } from "../prepare.ts";
import { removeDemo } from "../demo/remove-demo.ts";
import { fail } from "./fail.ts";

async function run(): Promise<void> {
  beginCommand();
  const { values } = parseArgs({ options: { remove: { type: "boolean", default: false } } });
  if (!values.remove) {
    printDemoAccounts((line) => console.log(line));
    console.log("`npm run demo -- --remove` removes the demo school and everything that was done in it.");
    return;
  }
  await prepareDatabase();
  const removed = await removeDemo(runtime());
  await runtime().database.close();
  console.log(removed ? "The demo school was removed, and the database is empty." : "There was no demo school.");
  console.log("Set MATRICULA_OWNER_EMAIL before the next `npm start`, or the demo school is created again.");
}

run().catch(fail);
