import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { vi } from "vitest";
import { FORMER_NAMES, settingsSchema } from "#config/settings.ts";

/**
 * Runs before each test file. The files of one worker share its process, because loading every library anew for each took more time
 * than the tests. What is ours is loaded anew, and nothing that a process knows of its school is left from the file before.
 */
vi.resetModules();
delete globalThis.matriculaPerProcess;

// What the shell or a .env of the person who runs the tests has set, or another file, must not decide what a test sees.
const begun = ((globalThis as { environmentAtFirst?: NodeJS.ProcessEnv }).environmentAtFirst ??= { ...process.env });
for (const name of Object.keys(process.env)) if (!(name in begun)) delete process.env[name];
Object.assign(process.env, begun);
for (const name of [...Object.keys(settingsSchema.shape), ...Object.keys(FORMER_NAMES)]) delete process.env[name];
process.env.MATRICULA_LOG_LEVEL = "silent";
// A command that a test starts finds its modules compiled by the one before: a third of what a short one takes.
process.env.NODE_COMPILE_CACHE = resolve("node_modules/.cache/matricula/compiled");
// And it looks for each package once. What the person who runs the tests has set for Node stays.
const resolveOnce = `--import=${pathToFileURL(resolve("ops/resolve-once.ts")).href}`;
process.env.NODE_OPTIONS = [process.env.NODE_OPTIONS, resolveOnce].filter(Boolean).join(" ");

// The English of refusals and reasons, which is what tests expect.
await import("#messages/translator.ts");
// Commands speak the terminal's language.
process.env.LC_ALL = "C.UTF-8";
// So do components that run in a browser as well.
await import("#components/messages/get-translator.ts");
