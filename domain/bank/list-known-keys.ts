import { and, eq, inArray, ne } from "drizzle-orm";
import { bankLines } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import type { LineKeys } from "./compute-line-keys.ts";
import type { BankFileFormat } from "./statement.ts";

type Looked = { accountId: string; source: BankFileFormat; lines: readonly LineKeys[] };

/** Parameters of one statement. */
const AT_ONCE = 400;

/** Of the keys of some lines those that are kept: their own, and from files of another kind what tells a payment apart everywhere. */
export async function listKnownKeys(ctx: ReadCtx, looked: Looked): Promise<Set<string>> {
  authorize(ctx, "bank.list", {});
  return findKnownKeys(ctx.read, looked);
}

/** The same inside a write. */
export async function findKnownKeys(from: Reader | Tx, { accountId, source, lines }: Looked): Promise<Set<string>> {
  const found = new Set<string>();
  const ofAccount = eq(bankLines.accountId, accountId);
  for (let at = 0; at < lines.length; at += AT_ONCE) {
    const some = lines.slice(at, at + AT_ONCE);
    const keys = some.map(({ key }) => key);
    const pairs = some.flatMap(({ pairKey }) => (pairKey ? [pairKey] : []));
    const own = await from
      .select({ key: bankLines.key })
      .from(bankLines)
      .where(and(ofAccount, inArray(bankLines.key, keys)));
    for (const { key } of own) found.add(key);
    if (pairs.length === 0) continue;
    const other = await from
      .select({ key: bankLines.pairKey })
      .from(bankLines)
      .where(and(ofAccount, inArray(bankLines.pairKey, pairs), ne(bankLines.source, source)));
    for (const { key } of other) if (key) found.add(key);
  }
  return found;
}
