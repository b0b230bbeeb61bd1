import { readCheckpoint } from "../../health/checkpoint-file.ts";
import { type Check, resultsOf } from "../check.ts";

const NAME = "ledger's mark";

/**
 * Whether the database is as new as its mark outside of it says (ops/health/ledger-checkpoint.ts): one that is not takes no payments
 * until a person has looked.
 */
export const ledgerCheckpoint: Check = {
  name: NAME,
  from: "start",
  needsTables: true,
  async run({ database, settings: { markFile } }) {
    if (!database || markFile === null) return [];
    const { ok, wrong } = resultsOf(NAME);
    const off = (why: string) => [
      wrong(`${why} The school takes no payments and sends no refunds.`, {
        mend: "compare Payments in the office with the provider's own list; when it is the right database: npm run accept-database",
      }),
    ];
    let mark: Awaited<ReturnType<typeof readCheckpoint>>;
    try {
      mark = await readCheckpoint(markFile);
    } catch (error) {
      return off(`The mark in ${markFile} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
    }
    const [last] = await database.ask("SELECT seq FROM journals ORDER BY seq DESC LIMIT 1");
    const end = Number(last?.seq ?? 0);
    if (!mark) return [ok(end === 0 ? "The ledger is empty." : `There is no mark yet in ${markFile}.`)];
    if (mark.restored !== undefined) return off(`The database was put back from the backup of ${mark.restored}.`);
    const [there] = await database.ask(`SELECT hash FROM journals WHERE seq = ${mark.seq}`);
    if (!there) return off(`The ledger ends at journal ${end}, and had come to ${mark.seq}.`);
    if (there.hash !== mark.hash) return off(`The ledger differs at journal ${mark.seq} from what it was.`);
    return [ok(`The ledger goes on from its mark (journal ${mark.seq}; the last is ${end}).`)];
  },
};
