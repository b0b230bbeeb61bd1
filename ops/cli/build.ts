/** `npm run build`: builds the pages, unless they are already built from just these sources. */
import "#config/with-env-file.ts";
import { getTerminalTranslator } from "#messages/terminal-translator.ts";
import { buildIfNeeded, isBuilt } from "../build.ts";
import { fail } from "./fail.ts";

try {
  if (isBuilt()) console.log(getTerminalTranslator()("start.build_already"));
  process.exitCode = (await buildIfNeeded()) ? 0 : 1;
} catch (error) {
  fail(error);
}
