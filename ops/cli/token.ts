/**
 * `npm run token -- --email X --scope courses:read --scope enrolments:write`: makes an API token that acts as a person. It
 * alone is printed to standard output, so that a script can take it; everything else goes to standard error.
 */
import { parseArgs } from "node:util";
import { createToken } from "#domain/accounts/create-token.ts";
import { findPerson } from "#domain/accounts/find-person.ts";
import { SCOPES, listScopes } from "#domain/accounts/list-scopes.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { DAY_MS, addMs } from "#domain/kernel/clock.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { reading, runtime, write } from "#runtime";
import { beginCommand } from "../begin-command.ts";
import { fail } from "./fail.ts";

const USAGE = `Usage: npm run token -- --email ADDRESS --scope SCOPE [--scope SCOPE …] [--name TEXT] [--days NUMBER]

  --email   the person the token acts as
  --scope   what it may do; several times, or separated by commas; "all" for whatever the person may do
  --name    what it is for (default: "made by npm run token")
  --days    how long it lasts (default: until it is revoked)

Scopes: ${SCOPES.join(", ")}`;

const operator = createSystemActor("npm run token");

type Wanted = { email: string; scopes: string[]; name: string; days: number | null };

/** Throws a sentence for the operator when something is missing or wrong. */
function readArguments(args: string[]): Wanted {
  const { values } = parseArgs({
    args,
    options: {
      email: { type: "string" },
      scope: { type: "string", multiple: true },
      name: { type: "string" },
      days: { type: "string" },
    },
  });
  const scopes = (values.scope ?? []).flatMap((list) => list.split(",")).map((scope) => scope.trim());
  if (!values.email || scopes.length === 0) throw new TypeError("Say whose token it is and what it may do.");
  if (values.days !== undefined && !/^[1-9]\d{0,4}$/.test(values.days)) throw new TypeError("--days is a number.");
  const unknown = scopes.filter((scope) => scope !== "all" && !SCOPES.includes(scope));
  if (unknown.length > 0) throw new TypeError(`There is no scope ${unknown.join(", ")}.`);
  const name = (values.name ?? "made by npm run token").slice(0, 100);
  return { email: values.email, scopes, name, days: values.days === undefined ? null : Number(values.days) };
}

async function makeToken(wanted: Wanted): Promise<string> {
  const person = await findPerson(reading(operator), { email: wanted.email });
  if (!person) throw new TypeError(`Nobody here has the address ${wanted.email}.`);
  const everything = listScopes({ type: "user", id: person.id, roles: person.roles });
  const { token } = await write({ actor: operator }, (ctx) =>
    createToken(ctx, {
      userId: person.id,
      name: wanted.name,
      scopes: wanted.scopes.includes("all") ? everything : wanted.scopes,
      expiresAt: wanted.days === null ? null : addMs(ctx.now, wanted.days * DAY_MS),
    }),
  );
  return token;
}

try {
  beginCommand();
  console.log(await makeToken(readArguments(process.argv.slice(2))));
  await runtime().database.close();
} catch (error) {
  const forPerson =
    error instanceof TypeError || isRefusal(error) || (error instanceof Error && error.name === "ConfigError");
  if (!forPerson) fail(error);
  else console.error(`${(error as Error).message}\n\n${USAGE}`);
  process.exitCode = 1;
}
