/**
 * Loaded before the commands (`package.json`, child-command.ts), by `npm start` before the rest of it, and before every program that a
 * test starts. Node parses the whole of a package's `package.json` for each file that imports the package, and for each file inside it:
 * drizzle-orm's are 180 kB, for five hundred files, and half of what a short command takes. Here a package is looked for once in a
 * process, and a file that drizzle imports from itself is a module as its importer is. What is found is the same.
 */
import module from "node:module";

const OURS = new URL("..", import.meta.url).href;
const PACKAGES = `${OURS}node_modules/`;
const found = new Map<string, module.ResolveFnOutput>();

const resolve: module.ResolveHookSync = (specifier, context, next) => {
  const from = context.parentURL;
  if (!from?.startsWith(OURS) || !context.conditions.includes("import")) return next(specifier, context);
  if (from.startsWith(PACKAGES)) {
    const isDrizzles = from.startsWith(`${PACKAGES}drizzle-orm/`) && /^\..*\.js$/.test(specifier);
    return isDrizzles
      ? { url: new URL(specifier, from).href, format: "module", shortCircuit: true }
      : next(specifier, context);
  }
  // A path, and what is not a package's name: `#db/…`, `node:fs`, `file:…`.
  if (/^[./#]|:/.test(specifier)) return next(specifier, context);
  const known = found.get(specifier) ?? { ...next(specifier, context), shortCircuit: true };
  found.set(specifier, known);
  return known;
};

module.registerHooks({ resolve });
