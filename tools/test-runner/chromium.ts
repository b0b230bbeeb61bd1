import { existsSync, readFileSync } from "node:fs";
import { runStep } from "#ops/run-step.ts";

/** Without a window it does the same in two thirds of the time. */
const HEADLESS_SHELL = "/usr/bin/chromium-headless-shell";
const INSTALLED = [HEADLESS_SHELL, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * The browser of this machine: the one named by CHROMIUM_PATH, or the system's. Undefined when Playwright brings its own,
 * which an empty CHROMIUM_PATH asks for.
 */
export function systemChromium(): string | undefined {
  const named = process.env.CHROMIUM_PATH ?? INSTALLED.find((program) => existsSync(program));
  return named === "" ? undefined : named;
}

type Command = [program: string, ...args: string[]];

/** A way to a browser: what must be run first, and whose browser is there afterwards. */
export type Way = { commands: Command[]; browser: "system" | "playwright" };

/**
 * What decides how a browser is come by. `osRelease` is the text of /etc/os-release, empty where there is none. On a machine that is
 * thrown away after the run (CI) a quicker browser is installed although there is one.
 */
export type Machine = { isRoot: boolean; osRelease: string; isCi: boolean; hasHeadlessShell: boolean };

function thisMachine(): Machine {
  const release = "/etc/os-release";
  return {
    isRoot: process.getuid?.() === 0,
    osRelease: existsSync(release) ? readFileSync(release, "utf8") : "",
    isCi: process.env.CI === "true",
    hasHeadlessShell: existsSync(HEADLESS_SHELL),
  };
}

/**
 * The ways to a browser in the order in which they are tried: what is there already, then Debian's package for whoever may
 * install one (on Debian, Ubuntu and what is made from them), then Playwright's download. Ubuntu's `chromium` package is a pointer
 * to a snap, which does not run everywhere; then Playwright's own is taken, with the libraries it needs.
 */
export function waysToBrowser({ isRoot, osRelease, isCi, hasHeadlessShell }: Machine): Way[] {
  const mayInstallPackages = isRoot && /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(osRelease);
  const shell: Command = ["apt-get", "install", "-y", "chromium-headless-shell"];
  const there: Way[] = [
    // Whether it could be installed or not: the system's browser is the next best.
    { commands: mayInstallPackages && isCi && !hasHeadlessShell ? [shell] : [], browser: "system" },
    { commands: [], browser: "playwright" },
  ];
  if (!mayInstallPackages) {
    return [...there, { commands: [["playwright", "install", "chromium"]], browser: "playwright" }];
  }
  const debian: Command[] = [
    ["apt-get", "update"],
    ["apt-get", "install", "-y", "chromium"],
  ];
  return [
    ...there,
    { commands: debian, browser: "system" },
    { commands: [["playwright", "install", "--with-deps", "chromium"]], browser: "playwright" },
  ];
}

const NONE = `There is no browser to test with, and none could be installed. One of these helps:
  - install Chromium, or name one by CHROMIUM_PATH;
  - as root: npx playwright install --with-deps chromium (the download alone may lack libraries of the system);
  - without any: npm test -- --only check,unit,sqlite,postgres,build,servers,servers-postgres`;

/**
 * Makes sure that there is a browser to test with, by the first way that leads to one which starts. Answers what CHROMIUM_PATH
 * must be to test with it (empty for Playwright's own), or null, and says what helps, when there is none to be had.
 */
export async function installBrowser(machine: Machine = thisMachine()): Promise<string | null> {
  const { chromium } = await import("@playwright/test");
  for (const { commands, browser } of waysToBrowser(machine)) {
    // Whether a command failed does not matter, only whether there is a browser afterwards.
    for (const command of commands) await runs(...command);
    const program = browser === "system" ? systemChromium() : chromium.executablePath();
    if (program === undefined || !existsSync(program)) continue;
    if (await runs(program, "--version")) return browser === "system" ? program : "";
  }
  console.error(`\n${NONE}`);
  return null;
}

async function runs(...command: Command): Promise<boolean> {
  return (await runStep({ name: "browser", command, env: { DEBIAN_FRONTEND: "noninteractive" } })).ok;
}
