/**
 * Imported before everything else by every command: which engine the schema is for is decided when its module loads, and `.env` may say it.
 */
import { loadEnvFile } from "./load-env-file.ts";

try {
  loadEnvFile();
} catch {
  // The command reads it again, and says what is wrong with it.
}
