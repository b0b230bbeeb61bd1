import { existsSync } from "node:fs";

/** In the folder that a command is started in. */
export const ENV_FILE = ".env";

/** Takes settings from `.env` in the folder the command was started in. What the environment already says wins. */
export function loadEnvFile(): void {
  if (existsSync(ENV_FILE)) process.loadEnvFile(ENV_FILE);
}
