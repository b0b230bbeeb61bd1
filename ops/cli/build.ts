/** `npm run build`: builds the pages, unless they are already built from just these sources. */
import { buildIfNeeded } from "../build.ts";

process.exitCode = (await buildIfNeeded()) ? 0 : 1;
