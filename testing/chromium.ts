import { existsSync, readFileSync } from "node:fs";
import { runStep } from "#ops/steps.ts";

const INSTALLED = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * The browser of this machine: the one named by CHROMIUM_PATH, or the system's. Undefined when Playwright brings its own,
 * which an empty CHROMIUM_PATH asks for.
 */
export function systemChromium(): string | undefined {
  const named = process.env.CHROMIUM_PATH ?? INSTALLED.find((program) => existsSync(program));
  return named === "" ? undefined : named;
}

/** True on Debian, Ubuntu and what is made from them, for someone who may install packages. */
function mayInstallPackages(): boolean {
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  return process.getuid?.() === 0 && /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release);
}

async function systemChromiumRuns(): Promise<boolean> {
  const program = systemChromium();
  return program !== undefined && (await runs(program, "--version"));
}

async function runs(...command: [string, ...string[]]): Promise<boolean> {
  return (await runStep({ name: "browser", command, env: { DEBIAN_FRONTEND: "noninteractive" } })).ok;
}

/**
 * Makes sure that there is a browser to test with: the system's, Playwright's own, or one that is installed now.
 * Answers what CHROMIUM_PATH must be to test with it, or null when there is none to be had.
 * Ubuntu's `chromium` package is a pointer to a snap, which does not run everywhere; then Playwright's own is taken.
 */
export async function installBrowser(): Promise<string | null> {
  const system = async () => ((await systemChromiumRuns()) ? (systemChromium() ?? null) : null);
  const present = await system();
  if (present !== null) return present;

  const { chromium } = await import("@playwright/test");
  if (existsSync(chromium.executablePath())) return "";

  if (!mayInstallPackages()) return (await runs("playwright", "install", "chromium")) ? "" : null;
  await runs("apt-get", "update");
  await runs("apt-get", "install", "-y", "chromium");
  const installed = await system();
  if (installed !== null) return installed;
  return (await runs("playwright", "install", "--with-deps", "chromium")) ? "" : null;
}
