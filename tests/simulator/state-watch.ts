import { sql } from "drizzle-orm";
import type { Reader } from "#db/types.ts";
import type { Violation } from "./invariants.ts";

/** Where each thing may go from where it is. What is not named here is final. Kept apart from the tables of the domain, which it watches. */
const WAYS: Record<string, Record<string, readonly string[]>> = {
  orders: {
    draft: ["awaiting_payment", "cancelled", "expired"],
    awaiting_payment: ["paid", "expired", "cancelled"],
    expired: ["paid"],
    paid: ["cancelled"],
  },
  payments: {
    created: ["pending", "settled", "failed", "cancelled", "expired"],
    pending: ["settled", "failed", "cancelled", "expired"],
    ...{ failed: ["settled"], cancelled: ["settled"], expired: ["settled"] },
  },
  refunds: {
    requested: ["submitted", "done", "failed"],
    submitted: ["done", "failed"],
    ...{ done: ["failed"], external: ["failed"] },
  },
  enrolments: {
    pending: ["active", "cancelled"],
    active: ["suspended", "completed", "cancelled", "revoked"],
    suspended: ["active", "cancelled"],
  },
  holds: { held: ["taken", "released"] },
  waiting_list: { waiting: ["offered", "accepted", "left"], offered: ["accepted", "declined", "lapsed"] },
  invoices: { open: ["paid", "cancelled"], paid: ["cancelled"] },
  moves: { awaiting_payment: ["moved", "cancelled"], cancelled: ["moved"] },
  disputes: { open: ["won", "lost", "closed"], lost: ["won"] },
  payout_runs: { open: ["sent", "cancelled"] },
  withdrawals: { open: ["accepted", "declined"] },
  credit_offers: { offered: ["agreed", "declined", "withdrawn"] },
  order_instalments: { due: ["paid", "cancelled"] },
};

/** Where they go besides, in the one commit in which a match with the bank's statement is undone: back to where they were before its money came. */
const WAYS_BACK: typeof WAYS = {
  orders: { paid: ["awaiting_payment"] },
  enrolments: { active: ["pending"] },
  holds: { taken: ["held"] },
  invoices: { paid: ["open"] },
  order_instalments: { paid: ["due"] },
};
const UNDONE = "undone";

const statements = new WeakMap<object, ReturnType<typeof prepareStates>>();

function prepareStates(read: Reader) {
  const parts = Object.keys(WAYS).map(
    (name) => sql`select ${sql.raw(`'${name}'`)} as kind, id, state from ${sql.raw(name)}`,
  );
  parts.push(
    sql`select ${sql.raw(`'${UNDONE}'`)} as kind, reference as id, state from refunds where reference like 'bank-%'`,
  );
  const text = (name: string) => sql<string>`${sql.raw(name)}`;
  return read
    .select({ kind: text("kind"), id: text("id"), state: text("state") })
    .from(sql`(${sql.join(parts, sql` union all `)}) as states`)
    .prepare();
}

/** Watches where everything goes, from one look to the next: between two of them lies one commit. */
export function createStateWatch(read: Reader): () => Promise<Violation[]> {
  let statement = statements.get(read);
  if (!statement) statements.set(read, (statement = prepareStates(read)));
  const known = new Map<string, string>();
  return async () => {
    const found: Violation[] = [];
    let seen = 0;
    const rows = await (statement as ReturnType<typeof prepareStates>).execute();
    const isUndoing = rows.some(({ kind, id }) => kind === UNDONE && !known.has(id));
    for (const { kind, id, state } of rows) {
      const before = known.get(id);
      seen += 1;
      if (before === state) continue;
      known.set(id, state);
      if (before === undefined || kind === UNDONE || WAYS[kind]?.[before]?.includes(state)) continue;
      if (isUndoing && WAYS_BACK[kind]?.[before]?.includes(state)) continue;
      found.push({ rule: "what has ended stays so", object: `${kind} ${id}`, detail: `${before} became ${state}` });
    }
    if (seen < known.size)
      found.push({ rule: "nothing is deleted", object: "", detail: `${known.size - seen} are gone` });
    return found;
  };
}
