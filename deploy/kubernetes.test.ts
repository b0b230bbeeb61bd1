import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as cnpg from "@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1";
import * as apps from "kubernetes-models/apps/v1";
import * as autoscaling from "kubernetes-models/autoscaling/v2";
import * as batch from "kubernetes-models/batch/v1";
import * as networking from "kubernetes-models/networking.k8s.io/v1";
import * as policy from "kubernetes-models/policy/v1";
import * as core from "kubernetes-models/v1";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";

const FOLDERS = ["kubernetes", "kubernetes-several"];
/** The settings of another program's chart, and no manifest. */
const OTHERS = ["adapter.yaml"];

const MODELS = { "postgresql.cnpg.io/v1": cnpg, "apps/v1": apps, "autoscaling/v2": autoscaling };
const MORE_MODELS = { "batch/v1": batch, "networking.k8s.io/v1": networking, "policy/v1": policy, v1: core };
const BY_VERSION: Record<string, Record<string, unknown>> = { ...MODELS, ...MORE_MODELS };
const PACKAGE_OF = (version: string) =>
  version.includes("cnpg") ? `@kubernetes-models/cloudnative-pg/${version}` : `kubernetes-models/${version}`;

type Manifest = { apiVersion: string; kind: string; metadata: { name: string } } & Record<string, unknown>;
type Model = new (manifest: Manifest) => { validate(): void };

const all = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(import.meta.dirname, folder))
    .filter((name) => !OTHERS.includes(name))
    .flatMap((name) => {
      const documents = parseAllDocuments(readFileSync(path.join(import.meta.dirname, folder, name), "utf8"));
      return [...documents].map((each) => ({ from: `${folder}/${name}`, manifest: each.toJS() as Manifest }));
    }),
);
const several = all.filter(({ from }) => from.startsWith("kubernetes-several/")).map(({ manifest }) => manifest);
const find = (kind: string) => several.find((each) => each.kind === kind) as Manifest;

test.each(all.map(({ from, manifest }) => [`${from} ${manifest.kind}`, manifest] as const))(
  "%s has what the API requires of it, in the form that it requires",
  (_, manifest) => {
    const Kind = BY_VERSION[manifest.apiVersion]?.[manifest.kind] as Model | undefined;
    if (!Kind) throw new Error(`nothing is known of ${manifest.apiVersion} ${manifest.kind}`);
    new Kind(manifest).validate();
  },
);

test("no manifest has a field that the API does not know", () => {
  // An object written out is held against its type field by field, which the schema itself does not do.
  const folder = mkdtempSync(path.join(import.meta.dirname, ".manifests-"));
  try {
    const lines = all.map(({ manifest }, n) => {
      const { apiVersion, kind, ...rest } = manifest;
      const type = `import("${PACKAGE_OF(apiVersion)}").I${kind}`;
      return `export const m${n}: ${type} = ${JSON.stringify({ apiVersion, kind, ...rest })};`;
    });
    const options = { strict: true, noEmit: true, skipLibCheck: true, module: "nodenext", target: "es2024", types: [] };
    writeFileSync(path.join(folder, "manifests.mts"), lines.join("\n"));
    writeFileSync(
      path.join(folder, "tsconfig.json"),
      JSON.stringify({ compilerOptions: options, files: ["manifests.mts"] }),
    );
    const compiler = path.resolve("node_modules/typescript-native/bin/tsc");
    const { stdout } = spawnSync(process.execPath, [compiler, "--project", folder], { encoding: "utf8" });
    expect(stdout).toBe("");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("a school of several pods keeps nothing in one of them, and one after the other is exchanged", () => {
  const text = JSON.stringify(find("Deployment"));
  expect(text).toContain('"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":0,"maxSurge":1}}');
  expect(text).not.toContain('"replicas"');
  expect(text).toContain('{"name":"MATRICULA_FILES_DIR","value":"/files/school"}');
  expect(text).toContain('{"name":"MATRICULA_LEAVE_SECONDS","value":"8"}');
  expect(JSON.stringify(find("PersistentVolumeClaim"))).toContain('"ReadWriteMany"');
  const seconds = Number(/"terminationGracePeriodSeconds":(\d+)/.exec(text)?.[1]);
  // Leaving, requests, jobs and the database.
  expect(seconds).toBeGreaterThanOrEqual(8 + 20 + 8);
});

test("the job before it runs a command that is there, past the pooler, and no pod is put out of service by another", () => {
  const job = JSON.stringify(find("Job"));
  const command = /"command":\["node","([^"]+)"\]/.exec(job)?.[1] ?? "missing";
  expect(statSync(path.resolve(command)).isFile()).toBe(true);
  expect(job).toContain("matricula-database-app");
  expect(find("PodDisruptionBudget").spec).toMatchObject({ maxUnavailable: 1 });
  expect(find("Pooler").spec).toMatchObject({ pgbouncer: { poolMode: "transaction" } });
});

test("whoever runs there has no rights, and a program that it cannot write", () => {
  for (const kind of ["Job", "Deployment"]) {
    const text = JSON.stringify(find(kind));
    for (const part of [
      '"runAsNonRoot":true',
      '"allowPrivilegeEscalation":false',
      '"readOnlyRootFilesystem":true',
      '"capabilities":{"drop":["ALL"]}',
      '"automountServiceAccountToken":false',
    ])
      expect(text).toContain(part);
  }
});
