/** What `npm start` does before it serves, and nothing more: a server that runs calls it from the version that takes over. */
import "#config/with-env-file.ts";
import { bootstrap } from "../server/bootstrap.ts";
import { fail } from "./fail.ts";

try {
  await bootstrap((line) => console.log(line));
} catch (error) {
  fail(error);
  // Connections that stand open would keep it alive for a while.
  process.exit();
}
