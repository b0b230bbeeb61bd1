import { existsSync } from "node:fs";

const INSTALLED = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The browser of this machine: the one named by CHROMIUM_PATH, or the system's. Undefined when Playwright must bring one. */
export function systemChromium(): string | undefined {
  return process.env.CHROMIUM_PATH ?? INSTALLED.find((program) => existsSync(program));
}
