/**
 * `npm run token -- --email X --scope courses:read --scope enrolments:write`: makes an API token that acts as a person. It
 * alone is printed to standard output, so that a script can take it; everything else goes to standard error.
 */
import "#config/with-env-file.ts";
import { parseArgs } from "node:util";
import { ConfigError } from "#config/config.ts";
import { createToken } from "#domain/accounts/create-token.ts";
import { findPerson } from "#domain/accounts/find-person.ts";
import { SCOPES, listScopes } from "#domain/accounts/list-scopes.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { DAY_MS, addMs } from "#domain/kernel/clock.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { toSaid } from "#messages/message-error.ts";
import { message, type Said } from "#messages/message.ts";
import { reading, runtime, write } from "#runtime";
import { beginCommand } from "../begin-command.ts";
import { fail, isUnknownOption } from "./fail.ts";
import { UsageError } from "./usage-error.ts";

const operator = createSystemActor("npm run token");

type Wanted = { email: string; scopes: string[]; name: string; days: number | null };

const usageError = (why: Said) => new UsageError(why, message("cli.token_usage", { scopes: SCOPES.join(", ") }));

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
  if (!values.email || scopes.length === 0) throw usageError(message("cli.token_whose"));
  if (values.days !== undefined && !/^[1-9]\d{0,4}$/.test(values.days))
    throw usageError(message("cli.days_is_a_number"));
  const unknown = scopes.filter((scope) => scope !== "all" && !SCOPES.includes(scope));
  if (unknown.length > 0) throw usageError(message("cli.no_such_scope", { scopes: unknown.join(", ") }));
  const name = (values.name ?? "made by npm run token").slice(0, 100);
  return { email: values.email, scopes, name, days: values.days === undefined ? null : Number(values.days) };
}

async function makeToken(wanted: Wanted): Promise<string> {
  const person = await findPerson(reading(operator), { email: wanted.email });
  if (!person) throw usageError(message("cli.nobody_has_address", { email: wanted.email }));
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
  await beginCommand();
  console.log(await makeToken(readArguments(process.argv.slice(2))));
  await runtime().database.close();
} catch (error) {
  if (isRefusal(error)) fail(usageError(error.said));
  else fail(error instanceof ConfigError || isUnknownOption(error) ? usageError(toSaid(error)) : error);
  process.exitCode = 1;
}
