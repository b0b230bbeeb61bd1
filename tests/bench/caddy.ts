import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";

const SHIPPED = new URL("../../deploy/caddy/Caddyfile", import.meta.url);

/** What only a real machine has: a name with a certificate, a folder for logs, and a port of its own for the school. */
function onThisMachine(folder: string, { port, schoolPort }: { port: number; schoolPort: number }): string {
  const own = readFileSync(SHIPPED, "utf8")
    .replace("school.example {", `https://localhost:${port} {\n\ttls internal\n`)
    .replace("127.0.0.1:3000", `127.0.0.1:${schoolPort}`)
    .replace("/var/log/caddy", folder);
  const options = ["admin off", "skip_install_trust", "auto_https disable_redirects"];
  return `{\n\t${[...options, `storage file_system "${folder}"`].join("\n\t")}\n}\n${own}`;
}

/** The shipped Caddyfile before a school, with a certificate that Caddy makes for itself. */
export async function startCaddy(folder: string, { port, schoolPort }: { port: number; schoolPort: number }) {
  const file = path.join(folder, "Caddyfile");
  writeFileSync(file, onThisMachine(folder, { port, schoolPort }));
  const caddy = spawn("caddy", ["run", "--config", file, "--adapter", "caddyfile"], {
    env: { ...process.env, HOME: folder },
    stdio: "ignore",
  });
  const failed = new Promise<Error>((tell) => caddy.once("error", tell));
  const gone = new Promise<void>((done) => caddy.once("exit", () => done()));
  const trouble = await Promise.race([failed, listens(port)]);
  if (trouble) throw trouble;
  return {
    async stop() {
      caddy.kill("SIGTERM");
      await gone;
    },
  };
}

/** The port is taken as soon as Caddy listens. */
async function listens(port: number): Promise<undefined> {
  for (let tries = 0; tries < 200; tries++) {
    const isOpen = await new Promise<boolean>((tell) => {
      const probe = connect(port, "127.0.0.1", () => tell(true));
      probe.once("error", () => tell(false));
      probe.once("connect", () => probe.destroy());
    });
    if (isOpen) return undefined;
    await new Promise((wake) => setTimeout(wake, 100));
  }
  throw new Error("Caddy does not listen");
}
