/** `node tests/fault-injection/long-reader.ts FILE`: reads a SQLite database in one transaction that does not end, until the process does. */
import BetterSqlite from "better-sqlite3";

const [file = ""] = process.argv.slice(2);
const sqlite = new BetterSqlite(file, { readonly: true });
sqlite.exec("BEGIN");
sqlite.prepare("SELECT count(*) FROM sqlite_schema").get();
console.log("reading");
// Named here, or it would be closed as soon as nothing knows it any more.
process.stdin.on("end", () => sqlite.close()).resume();
