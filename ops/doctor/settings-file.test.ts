import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { readConfig } from "#config/config.ts";
import { sourceText } from "#messages/message.ts";
import { NOW } from "./testing.ts";
import { settingsFileAt } from "./checks/settings-file.ts";

test("a settings file that every account can read is told when it holds a secret, with what mends it", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "matricula-settings-"));
  const file = path.join(folder, "it's .env");
  const found = async (text: string, mode: number) => {
    writeFileSync(file, text);
    chmodSync(file, mode);
    return settingsFileAt(file).run({ settings: readConfig({}), now: NOW, database: undefined });
  };
  const secrets = [
    "DATABASE_URL=postgres://school:word@db.example/school",
    "MATRICULA_MOVE_TO=postgres://school:word@db.example/school",
    "SMTP_URL=smtps://school:word@mail.example",
    "MATRICULA_SECRET=0123456789",
    "MATRICULA_BACKUP_KEY=x",
    "STRIPE_WEBHOOK_SECRET=x",
  ];
  for (const line of secrets) {
    const [told] = await found(`PORT=3000\n${line}\n`, 0o644);
    expect(told?.state).toBe("wrong");
    expect(told && sourceText(told.words)).toContain(`it holds ${line.slice(0, line.indexOf("="))}.`);
    expect(told && sourceText(told.words)).not.toContain("word@");
    spawnSync("sh", ["-c", sourceText(told?.mend ?? "")]);
    expect(await settingsFileAt(file).run({ settings: readConfig({}), now: NOW, database: undefined })).toEqual([]);
  }
  const open = [
    "PORT=3000",
    "MATRICULA_URL=https://school.example",
    "MATRICULA_SECRET=",
    "DATABASE_URL=file:/srv/a.db",
  ];
  expect(await found(open.join("\n"), 0o644)).toEqual([]);
  expect(await found(secrets.join("\n"), 0o640)).toEqual([]);
  rmSync(folder, { recursive: true });
});
