export type Engine = "sqlite" | "postgres";

/** The scheme of a database URL decides the engine; nothing set means SQLite. */
export function engineOf(url: string | undefined): Engine {
  return url && /^postgres(ql)?:/.test(url) ? "postgres" : "sqlite";
}

/** One process speaks to one engine: the schema is built for it when the module loads. */
export const engine: Engine = engineOf(process.env.DATABASE_URL);
