/**
 * Loaded into a server before Next: gives it a writer that commits each write by itself, to measure what sharing a commit is
 * worth. Everything else is as the school has it.
 */
import { config } from "#config/config.ts";
import { openDatabase } from "#db/open.ts";
import { openRuntime, setRuntime } from "#runtime";

const { database: where } = config();
const database = openDatabase(where.engine === "postgres" ? where.url : where.file, { batchMax: 1 });
setRuntime(openRuntime(config(), { database }));
