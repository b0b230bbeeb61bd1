import { inject } from "vitest";

// Runs after clean-env.ts: this is what makes the same tests run on PostgreSQL.
process.env.DATABASE_URL = inject("databaseUrl");
