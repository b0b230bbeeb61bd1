/** Loaded before a worker: puts the bug that SIMULATOR_PLANT names into its files as they are loaded. */
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { PLANTED_BUGS } from "./planted-bugs.ts";

const bug = PLANTED_BUGS.find(({ name }) => name === process.env.SIMULATOR_PLANT);
if (!bug) throw new Error(`no such bug: ${process.env.SIMULATOR_PLANT}`);

const root = fileURLToPath(new URL("../../", import.meta.url));

registerHooks({
  load(url, context, nextLoad) {
    const edits = url.startsWith("file:") ? bug.edits.filter(({ file }) => fileURLToPath(url) === root + file) : [];
    if (edits.length === 0) return nextLoad(url, context);
    let source = readFileSync(fileURLToPath(url), "utf8");
    for (const { file, from, to } of edits) {
      const parts = source.split(from);
      if (parts.length !== 2)
        throw new Error(`${bug.name}: what it changes stands ${parts.length - 1} times in ${file}`);
      source = parts.join(to);
    }
    return { format: "module-typescript", source, shortCircuit: true };
  },
});
