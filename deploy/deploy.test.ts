import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { SECURITY_EVENT_KINDS } from "#domain/audit/record-security-events.ts";
import { STRICT_TRANSPORT } from "#app/_http/security-headers.ts";
import { KEEP_ALIVE_MS } from "#ops/server/graceful-shutdown.ts";
import { settingsSchema } from "#config/settings.ts";

const read = (name: string) => readFileSync(path.join(import.meta.dirname, name), "utf8");
const unit = read("systemd/matricula.service");
const socket = read("systemd/matricula.socket");
const caddy = read("caddy/Caddyfile");
const severalServers = read("caddy/several-servers.Caddyfile");
const docker = read("docker/Dockerfile");
const compose = read("docker/compose.yaml");
const kubernetes = Object.fromEntries(
  ["school", "network", "backup"].map((name) => [name, read(`kubernetes/${name}.yaml`)]),
);
const manifests = Object.values(kubernetes).flatMap((text) => text.split(/^---$/m));

const kindOf = (manifest: string) => /^kind: (\w+)$/m.exec(manifest)?.[1];
const manifest = (kind: string) => manifests.find((each) => kindOf(each) === kind) ?? "";

/** The longest that a server process takes to end: 20 s for requests, 8 s for jobs, and some for the rest. */
const END_SECONDS = 32;

describe("the unit", () => {
  test.each([
    "User=matricula",
    "NoNewPrivileges=yes",
    "ProtectSystem=strict",
    "ProtectHome=yes",
    "PrivateTmp=yes",
    "CapabilityBoundingSet=",
    "UMask=0077",
    "SystemCallFilter=@system-service",
  ])("is kept apart from the machine by %s", (line) => {
    expect(unit.split("\n")).toContain(line);
  });

  test("is reloaded by the signal that exchanges processes, and given the time that a stop takes", () => {
    expect(unit).toMatch(/^ExecReload=\/bin\/kill -USR2 \$MAINPID$/m);
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThan(END_SECONDS);
  });

  test("and the command beside it keep one school: the same folders, settings, account and mask", () => {
    const command = read("systemd/matricula");
    const folders = [...unit.matchAll(/(?:MATRICULA_DATA_DIR|MATRICULA_CHECKPOINT_FILE)=\S+/g)].map(([each]) => each);
    expect(folders).toHaveLength(2);
    for (const each of folders) expect(command).toContain(each);
    const settings = /^EnvironmentFile=(.*)$/m.exec(unit)?.[1];
    expect(command).toContain(`--env-file=${settings}`);
    expect(command).toContain("--reuid matricula --regid matricula");
    expect(command).toMatch(/^umask 0077$/m);
    // Before it goes to the program's folder it notes where the person stands, from where files are named.
    expect(command).toMatch(/^export INIT_CWD="\$PWD"\ncd \/opt\/matricula\/current$/m);
  });

  test("starts by the link, as the exchange needs it, and on the socket that stays", () => {
    expect(unit).toMatch(/^ExecStart=(\/opt\/matricula\/current\/)\S+node \1ops\/cli\/start\.ts$/m);
    expect(unit).toMatch(/^Requires=matricula\.socket$/m);
    expect(socket).toMatch(/^ListenStream=127\.0\.0\.1:3000$/m);
    expect(caddy).toContain("reverse_proxy 127.0.0.1:3000");
  });
});

describe("every proxy", () => {
  const fronts = { caddy, nginx: read("nginx/matricula.conf"), apache: read("apache/matricula.conf") };
  const traefik = read("traefik/matricula.yaml");

  test.each(Object.entries(fronts))(
    "%s leaves each address that is a secret out of its log, and every question",
    (_name, text) => {
      const [, doors = ""] = /\(\?:((?:[a-z/-]+\|?)+)\)/.exec(text) ?? [];
      const scrubbed = doors.split("|");
      const secret = readdirSync(path.join("app"), { recursive: true, encoding: "utf8" })
        .filter((name) => /\[secret\]$|(^|\/)calendar\/feed$/.test(name))
        .map((name) => name.replace(/(\/\[id\])?\/\[secret\]$/, "").replace(/^\([^)]*\)\//, ""));
      expect(secret.length).toBeGreaterThan(3);
      expect(secret.filter((door) => !scrubbed.includes(door))).toEqual([]);
      // A mail leads to them in its own language: /de/welcome/…
      const [, pattern = ""] = /"[~]?\^\((?:\?<\w+>)?(.*?\|calendar\/feed\)\/)\)/.exec(text) ?? [];
      const isSecret = (address: string) => new RegExp(`^${pattern}`).test(address);
      for (const language of ["", "/de", "/pt-BR", "/zh-Hant-TW"]) {
        expect(scrubbed.filter((door) => !isSecret(`${language}/${door}/SECRET`))).toEqual([]);
      }
      expect(isSecret("/de/courses/bookbinding")).toBe(false);
    },
  );

  test("Traefik, which cannot write a part of an address, writes none", () => {
    expect(traefik).toContain("RequestPath: drop");
    expect(traefik).toContain("headers: { defaultMode: drop }");
  });

  test("passes on the name that people typed and the address that it sees, and takes as much as the largest form", () => {
    expect(fronts.nginx).toMatch(/proxy_set_header Host \$http_host;/);
    expect(fronts.nginx).toMatch(/proxy_set_header X-Forwarded-For \$remote_addr;/);
    expect(fronts.apache).toMatch(/^\tProxyPreserveHost On$/m);
    expect(fronts.apache).toMatch(/^\tRequestHeader unset X-Forwarded-For early$/m);
    expect([fronts.nginx, fronts.apache, caddy].map((text) => /52m|54525952|52MB/.test(text))).toEqual([
      true,
      true,
      true,
    ]);
  });

  test("lets go of an unused connection before the school does", () => {
    const seconds = [
      /keepalive_timeout (\d+)s/.exec(fronts.nginx),
      /ttl=(\d+)/.exec(fronts.apache),
      /idleConnTimeout: (\d+)s/.exec(traefik),
    ];
    for (const found of seconds) expect(Number(found?.[1]) * 1_000).toBeLessThan(KEEP_ALIVE_MS);
  });

  test("in a network of its own is trusted there", () => {
    expect(compose).toMatch(/MATRICULA_TRUSTED_PROXIES: private/);
    expect(manifest("Deployment")).toContain("MATRICULA_TRUSTED_PROXIES, value: private");
  });
});

describe("the proxy", () => {
  test("says the school's own HSTS, where the school says none", () => {
    expect(caddy).toContain(`header ?Strict-Transport-Security "${STRICT_TRANSPORT}"`);
  });

  test("lets go of an unused connection before the school does", () => {
    const seconds = Number(/keepalive (\d+)s/.exec(caddy)?.[1]);
    expect(seconds * 1_000).toBeLessThan(KEEP_ALIVE_MS);
  });

  test("before several servers differs from the one before one in whom it asks, and in nothing else", () => {
    const rest = (text: string) =>
      text.slice(text.indexOf("school.example {")).replace(/reverse_proxy [^]*?(?=transport)/, "");
    expect(rest(severalServers)).toBe(rest(caddy));
    expect(severalServers).toContain("health_uri /health");
  });

  test("trusts nobody's word about where people come from", () => {
    expect(caddy).not.toContain("trusted_proxies");
    expect(caddy).not.toMatch(/header_up\s+X-Forwarded/i);
  });
});

describe("containers", () => {
  test("the image is built in stages, runs as nobody special, asks after its health, and fetches nothing when it runs", () => {
    const stages = docker.split(/^FROM /m).slice(1);
    expect(stages).toHaveLength(2);
    const last = stages.at(-1) ?? "";
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/^HEALTHCHECK /m);
    expect(last).not.toMatch(/npm|curl|wget|apt/);
  });

  test("the image keeps data on a volume, inside a folder that the school itself makes private", () => {
    expect(docker).toMatch(/MATRICULA_DATA_DIR=\/data\/school/);
    expect(docker).toMatch(/^VOLUME \/data$/m);
  });

  test("compose opens the proxy's ports and never the school's", () => {
    const [school = "", front = ""] = compose.split(/^ {2}caddy:$/m);
    expect(school).not.toMatch(/^ {4}ports:$/m);
    expect(school).toMatch(/^ {4}read_only: true$/m);
    expect(front).toContain('"443:443"');
  });
});

describe("manifests", () => {
  test("are of these kinds, each with a name, without tabs", () => {
    expect(manifests.map(kindOf).sort()).toEqual([
      "CronJob",
      "Deployment",
      "Ingress",
      "NetworkPolicy",
      "PersistentVolumeClaim",
      "Service",
    ]);
    for (const each of manifests) {
      expect(each).toMatch(/^metadata:\n {2}name: matricula/m);
      expect(each).not.toContain("\t");
    }
  });

  test("never run two schools on one file", () => {
    expect(manifest("Deployment")).toMatch(/^ {2}replicas: 1\n {2}strategy:\n {4}type: Recreate$/m);
  });

  test("give a pod the time that it takes to end, and do not restart one whose database cannot be read", () => {
    const [, seconds] = /terminationGracePeriodSeconds: (\d+)/.exec(manifest("Deployment")) ?? [];
    expect(Number(seconds)).toBeGreaterThan(END_SECONDS);
    for (const probe of ["startupProbe", "livenessProbe"]) {
      expect(manifest("Deployment")).toMatch(new RegExp(`${probe}:\\n\\s+tcpSocket:`));
    }
    expect(manifest("Deployment")).toMatch(/readinessProbe:\n\s+httpGet: \{ path: \/health/);
  });

  test.each(["Deployment", "CronJob"])("%s runs without rights, on a program that it cannot write", (kind) => {
    for (const line of [
      "runAsNonRoot: true",
      "allowPrivilegeEscalation: false",
      "readOnlyRootFilesystem: true",
      "capabilities: { drop: [ALL] }",
      "automountServiceAccountToken: false",
      "fsGroupChangePolicy: OnRootMismatch",
    ])
      expect(manifest(kind)).toContain(line);
  });

  test("the nightly backup runs a command that is there, on the node that has the volume", () => {
    const [, command] = /command: \[node, (\S+)\]/.exec(manifest("CronJob")) ?? [];
    expect(statSync(path.resolve(command ?? "missing")).isFile()).toBe(true);
    expect(manifest("CronJob")).toContain("podAffinity");
  });
});

test.each([
  "docker/compose.yaml",
  "docker/several-servers.compose.yaml",
  "kubernetes/school.yaml",
  "kubernetes/network.yaml",
  "kubernetes/backup.yaml",
  "kubernetes-several/school.yaml",
  "kubernetes-several/database.yaml",
  "kubernetes-several/network.yaml",
  "kubernetes-several/adapter.yaml",
  "prometheus/alerts.yml",
  "prometheus/alerts.test.yml",
  "prometheus/prometheus.yml",
  "traefik/matricula.yaml",
  "litestream.yml",
])("%s is YAML, with each key once", (name) => {
  const documents = parseAllDocuments(read(name), { uniqueKeys: true });
  if (!Array.isArray(documents)) throw new Error(`${name} is empty`);
  expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([]);
});

test("every setting that is named here is one", () => {
  const known = new Set(Object.keys(settingsSchema.shape));
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
    .filter((name) => /^(systemd|caddy|nginx|apache|traefik|docker|kubernetes|kubernetes-several)\/[^/]+$/.test(name))
    .map(read);
  const named = files.flatMap((text) => text.match(/\b(MATRICULA_[A-Z_]+|WEB_CONCURRENCY)\b/g) ?? []);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

test("each alarm about security events names a kind that is counted, and is tried with an attack", () => {
  const alerts = read("prometheus/alerts.yml");
  const named = [...alerts.matchAll(/security_events_total\{kind=~?"([a-z_|]+)"/g)].flatMap(([, kinds = ""]) =>
    kinds.split("|"),
  );
  const tried = read("prometheus/alerts.test.yml");
  expect(named.filter((kind) => !(SECURITY_EVENT_KINDS as readonly string[]).includes(kind))).toEqual([]);
  expect([...SECURITY_EVENT_KINDS].filter((kind) => !named.includes(kind))).toEqual([]);
  for (const [, alarm = ""] of alerts.matchAll(/alert: (\w+)\n\s+expr: sum\(increase\(matricula_security/g)) {
    expect(tried).toContain(`alertname: ${alarm}`);
  }
});
