/** `npm run demo`: says who can be played in the demo school; `-- --remove` takes it out again. */
import "#config/with-env-file.ts";
import { parseArgs } from "node:util";
import { getTerminalTranslator } from "#messages/terminal-translator.ts";
import { runtime } from "#runtime";
import { beginCommand } from "../begin-command.ts";
import { printDemoAccounts } from "../initial-data.ts";
import { prepareDatabase } from "../prepare.ts";
import { removeDemo } from "../demo/remove-demo.ts";
import { fail } from "./fail.ts";

async function run(): Promise<void> {
  await beginCommand();
  const t = getTerminalTranslator();
  const { values } = parseArgs({
    options: { remove: { type: "boolean", default: false }, help: { type: "boolean", default: false } },
  });
  if (!values.remove) {
    printDemoAccounts((line) => console.log(line));
    console.log(t("start.demo_removal"));
    return;
  }
  await prepareDatabase();
  const removed = await removeDemo(runtime());
  await runtime().database.close();
  console.log(removed ? t("start.demo_removed") : t("start.there_was_no_demo"));
  console.log(t("start.set_owner_email"));
}

run().catch(fail);
