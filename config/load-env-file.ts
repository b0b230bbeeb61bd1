import { existsSync } from "node:fs";

/** Takes settings from `.env` in the folder the command was started in. What the environment already says wins. */
export function loadEnvFile(): void {
  if (existsSync(".env")) process.loadEnvFile(".env");
}
