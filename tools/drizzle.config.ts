import { defineConfig } from "drizzle-kit";

const engine = process.env.DATABASE_URL?.startsWith("postgres") ? "postgres" : "sqlite";

export default defineConfig({
  dialect: engine === "postgres" ? "postgresql" : "sqlite",
  schema: "./db/schema/index.ts",
  out: process.env.MATRICULA_MIGRATIONS_OUT ?? `./drizzle/${engine}`,
  casing: "snake_case",
});
