/** Loaded before a worker: puts the bug that SIMULATOR_PLANT names into its file as that is loaded. */
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { PLANTED_BUGS } from "./planted-bugs.ts";

const bug = PLANTED_BUGS.find(({ name }) => name === process.env.SIMULATOR_PLANT);
if (!bug) throw new Error(`no such bug: ${process.env.SIMULATOR_PLANT}`);

const root = fileURLToPath(new URL("../../", import.meta.url));

registerHooks({
  load(url, context, nextLoad) {
    if (!url.startsWith("file:") || fileURLToPath(url) !== root + bug.file) return nextLoad(url, context);
    const source = readFileSync(root + bug.file, "utf8");
    const parts = source.split(bug.from);
    if (parts.length !== 2) throw new Error(`${bug.name}: its place in ${bug.file} is not there once`);
    return { format: "module-typescript", source: parts.join(bug.to), shortCircuit: true };
  },
});
