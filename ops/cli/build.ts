/** `npm run build`: builds the pages, unless they are already built from just these sources. */
import { buildIfNeeded } from "../build.ts";
import { fail } from "./fail.ts";

try {
  process.exitCode = (await buildIfNeeded()) ? 0 : 1;
} catch (error) {
  fail(error);
}
