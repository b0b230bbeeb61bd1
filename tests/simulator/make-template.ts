/** Every migration, once for all databases of a run on PostgreSQL. */
import { migratePostgres } from "#db/migrate.ts";
import { TEMPLATE_DATABASE } from "#tests/support/postgres-server.ts";

const url = new URL(process.env.DATABASE_URL ?? "");
url.pathname = `/${TEMPLATE_DATABASE}`;
await migratePostgres(url.href);
