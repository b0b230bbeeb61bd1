import { settingsSchema } from "../settings.ts";

/**
 * Runs before each test file. The files of one worker share its process, because loading everything anew for each took more time
 * than the tests: what one has set in the environment must not decide what the next one sees, nor what the shell or a .env of the
 * person who runs the tests has set.
 */
const begun = ((globalThis as { environmentAtFirst?: NodeJS.ProcessEnv }).environmentAtFirst ??= { ...process.env });
for (const name of Object.keys(process.env)) if (!(name in begun)) delete process.env[name];
Object.assign(process.env, begun);
for (const name of Object.keys(settingsSchema.shape)) delete process.env[name];
process.env.MATRICULA_LOG_LEVEL = "silent";

// What a process knows of itself is of the school that was there before: how it is, and what is counted by its limits.
type Known = Record<string, Map<string, unknown>>;
const known = globalThis as unknown as { [what: symbol]: Known | undefined };
for (const each of Object.values(known[Symbol.for("matricula.health")] ?? {})) each.clear();
delete known[Symbol.for("matricula.api-buckets")];
