/**
 * `npm run accept-database`: says how the database differs from the mark of its ledger that is kept outside of it, and takes it
 * for the right one from then on, so that payments go on. For a person who has looked at the books.
 */
import { acceptDatabase } from "../health/ledger-checkpoint.ts";
import { beginCommand } from "../begin-command.ts";
import { runtime } from "#runtime";
import { fail } from "./fail.ts";

async function run(): Promise<void> {
  beginCommand();
  const accepted = await acceptDatabase();
  await runtime().database.close();
  if (!accepted) {
    console.log("There is nothing to accept: payments are not off because of the database.");
    return;
  }
  const { mark, last } = accepted;
  console.log(`The checkpoint has: ${mark ? `journal ${mark.seq}` : "nothing that can be read"}`);
  console.log(`The database has:   ${last ? `journal ${last.seq}` : "no journal at all"}`);
  console.log(
    "Accepted, and written into the audit log. Payments go on within five seconds, in every server that runs.",
  );
}

run().catch(fail);
