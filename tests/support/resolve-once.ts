/**
 * Loaded before every program that a test starts (clean-env.ts). Node reads the whole of a package's `package.json` anew for each file that
 * imports the package: drizzle-orm's are 180 kB, for three hundred files, and a third of what a short command takes. Here a package is looked
 * for once in a process; what is found is the same.
 */
import { registerHooks } from "node:module";

const OURS = new URL("../..", import.meta.url).href;
const found = new Map<string, ReturnType<Parameters<typeof registerHooks>[0]["resolve"] & object>>();

registerHooks({
  resolve(specifier, context, next) {
    const from = context.parentURL;
    const isOfOurs = from?.startsWith(OURS) && !from.includes("/node_modules/");
    // A path, and what is not a package's name: `#db/…`, `node:fs`, `file:…`.
    if (!isOfOurs || /^[./#]|:/.test(specifier)) return next(specifier, context);
    // What a package gives to `import` may be another file than what it gives to `require`.
    const name = `${specifier} ${context.conditions.includes("import")}`;
    const known = found.get(name) ?? { ...next(specifier, context), shortCircuit: true };
    found.set(name, known);
    return known;
  },
});
