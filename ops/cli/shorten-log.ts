/**
 * Empties a SQLite database's log of changes, in a process of its own: `node ops/cli/shorten-log.ts FILE`. The job
 * `shorten-log` starts it. Prints how many bytes the log had and has.
 */
import "#config/with-env-file.ts";
import { shortenLog } from "#db/shorten-log.ts";
import { getLogBytes } from "../health/log-size.ts";

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("say which file");
const before = getLogBytes(file);
shortenLog(file);
console.log(`${before} ${getLogBytes(file)}`);
