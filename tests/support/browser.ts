import { existsSync } from "node:fs";
import { type Browser, chromium } from "@playwright/test";
import { systemChromium } from "#tools/test-runner/chromium.ts";

/** Whether there is a browser for a server test that presses buttons; without one it is left out. */
export const hasBrowser = existsSync(systemChromium() ?? chromium.executablePath());

export function openBrowser(): Promise<Browser> {
  const executablePath = systemChromium();
  return chromium.launch({ ...(executablePath ? { executablePath } : {}), args: ["--no-sandbox"] });
}
