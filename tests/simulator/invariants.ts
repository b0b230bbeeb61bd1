import { sql, type SQL } from "drizzle-orm";
import type { Reader } from "#db/types.ts";
import { COLLECTION_RULES, LEDGER_RULES } from "./ledger-rules.ts";

/** What is wrong: which rule is broken, by what, and by how much. */
export type Violation = { rule: string; object: string; detail: string };

/**
 * What must be true after every step, as SQL that gives the rows for which it is not. Written from the rules of the house and not from the
 * code that it watches: none of it calls the domain.
 */
const RULES: Record<string, SQL> = {
  "a journal sums to zero in each currency": sql`
    select cast(journal_seq as text) as object, cast(sum(amount_minor) as text) as detail
    from postings group by journal_seq, currency having sum(amount_minor) <> 0`,
  "clearing is what was settled less what went back": sql`
    select concat_ws(' ', provider, currency) as object, cast(sum(minor) as text) as detail from (
      select detail as provider, currency, amount_minor as minor from postings where account = 'clearing'
      union all select provider, currency, -amount_minor from payments where state = 'settled'
      union all select p.provider, r.currency, r.amount_minor from refunds r join payments p on p.id = r.payment_id
        where r.state in ('done', 'external')
      union all select p.provider, d.currency, d.amount_minor from disputes d join payments p on p.id = d.payment_id
        where d.withdrawn_at is not null and d.reinstated_at is null
    ) as moved group by provider, currency having sum(minor) <> 0`,
  // What a dispute or the service's own pages took may be back there before the news of it comes: with these it is compared in the end.
  "no more goes back of a payment than came": sql`
    select p.id as object, cast(r.gone as text) as detail from payments p
      join (select payment_id, sum(amount_minor) as gone from refunds where state = 'done' group by payment_id) r
        on r.payment_id = p.id
      where r.gone > case when p.state = 'settled' then p.amount_minor else 0 end`,
  "held and taken are counted, and within the seats": sql`
    select c.id as object, concat_ws(' ', c.held, c.taken, c.capacity) as detail from cohorts c
      where c.held <> (select count(*) from holds h where h.cohort_id = c.id and h.state = 'held')
      or c.taken <> (select count(*) from enrolments e where e.cohort_id = c.id and e.state in ('active', 'suspended', 'completed'))
        + (select count(*) from claim_links l where l.cohort_id = c.id and l.state = 'open')
      or c.held + c.taken > c.capacity`,
  "one live enrolment a person and cohort": sql`
    select concat_ws(' ', cohort_id, student_id) as object, cast(count(*) as text) as detail from enrolments
      where state not in ('cancelled', 'revoked') group by cohort_id, student_id having count(*) > 1`,
  "an order that waits holds its seats, and no other does": sql`
    select l.id as object, concat_ws(' ', o.state, l.kind) as detail from order_lines l join orders o on o.id = l.order_id
      where l.kind <> 'renewal' and (o.state = 'awaiting_payment')
        <> exists (select 1 from holds h where h.order_line_id = l.id and h.state = 'held')`,
  "a place that was bought is open while its order is paid, and pending while it waits": sql`
    select e.id as object, concat_ws(' ', e.state, o.state) as detail from enrolments e
      join order_lines l on l.id = e.order_line_id join orders o on o.id = l.order_id
      where (e.state in ('active', 'suspended', 'completed') and o.state <> 'paid')
      or (e.state = 'pending' and o.state <> 'awaiting_payment')`,
  "a coupon is used as often as it counts": sql`
    select c.id as object, cast(c.uses as text) as detail from coupons c
      where c.uses <> (select count(*) from coupon_uses u where u.coupon_id = c.id and u.state in ('reserved', 'used'))
      union all select k.key, cast(k.uses as text) from coupon_codes k
      where k.uses <> (select count(*) from coupon_uses u where u.code_key = k.key and u.state in ('reserved', 'used'))`,
  "a coupon is used within its limits": sql`
    select u.coupon_id as object, concat_ws(' ', count(*), o.buyer_id) as detail from coupon_uses u
      join coupons c on c.id = u.coupon_id join orders o on o.id = u.order_id
      where u.state in ('reserved', 'used') and not exists (
        select 1 from state_changes s where s.object_id = o.id and s.from_state = 'expired' and s.to_state = 'paid')
      group by u.coupon_id, c.uses_per_person_max, o.buyer_id having count(*) > c.uses_per_person_max
      union all select u.coupon_id, cast(count(*) as text) from coupon_uses u
      join coupons c on c.id = u.coupon_id
      where u.state in ('reserved', 'used') and not exists (
        select 1 from state_changes s where s.object_id = u.order_id and s.from_state = 'expired' and s.to_state = 'paid')
      group by u.coupon_id, c.uses_max having count(*) > c.uses_max
      union all select u.code_key, cast(count(*) as text) from coupon_uses u
      join coupon_codes k on k.key = u.code_key
      where k.is_single_use and u.state in ('reserved', 'used') and not exists (
        select 1 from state_changes s where s.object_id = u.order_id and s.from_state = 'expired' and s.to_state = 'paid')
      group by u.code_key having count(*) > 1`,
  "a coupon's use follows its order": sql`
    select u.id as object, concat_ws(' ', u.state, o.state) as detail from coupon_uses u join orders o on o.id = u.order_id
      where u.state <> case when o.state in ('draft', 'awaiting_payment') then 'reserved' when o.state = 'paid' then 'used' else 'released' end`,
  "invoice numbers have no gap": sql`
    select concat_ws(' ', series, year) as object, concat_ws(' ', count(*), max(serial)) as detail from invoices
      group by series, year having count(*) <> max(serial)
      or max(serial) <> (select n.last from invoice_numbers n where n.series = invoices.series and n.year = invoices.year)`,
  "credit is the sum of its entries, and never less than nothing": sql`
    select b.user_id as object, concat_ws(' ', b.balance_minor, b.currency) as detail from credit_balances b
      where b.balance_minor < 0 or b.balance_minor <> (
        select coalesce(sum(e.amount_minor), 0) from credit_entries e where e.user_id = b.user_id and e.currency = b.currency)`,
  "a place moves once its order is paid": sql`
    select m.id as object, concat_ws(' ', m.state, o.state) as detail from moves m
      join order_lines l on l.id = m.order_line_id join orders o on o.id = l.order_id
      where (m.state = 'awaiting_payment' and o.state <> 'awaiting_payment')
      or (m.state = 'cancelled' and o.state = 'paid')`,
};

const MONEY: Record<string, SQL> = {
  "an order is paid once its money is here, and not before": sql`
    select id as object, concat_ws(' ', state, camein, wanted) as detail from (
      select o.id, o.state,
        (select coalesce(sum(p.amount_minor), 0) from payments p where p.order_id = o.id and p.state = 'settled')
          - (select coalesce(sum(r.amount_minor), 0) from refunds r join payments p on p.id = r.payment_id
            where p.order_id = o.id and (r.state = 'external' and (r.reference like 'bank-reopened-%'
              or (o.state = 'awaiting_payment' and r.reference like 'bank-undone-%'))
              -- What the office sends back of an order that waits is asked for again; when that fails, a person decides.
              or (o.state = 'awaiting_payment' and r.state <> 'external')))
          - (select coalesce(sum(e.amount_minor), 0) from credit_entries e where e.order_id = o.id and e.kind = 'spent')
          - case when o.state = 'awaiting_payment' then (select coalesce(sum(e.amount_minor), 0) from credit_entries e
            where e.order_id = o.id and e.kind = 'returned') else 0 end as camein,
        case when exists (select 1 from order_instalments i where i.order_id = o.id)
          then case when o.state = 'paid'
            then (select coalesce(sum(i.amount_minor), 0) from order_instalments i where i.order_id = o.id and i.state = 'paid')
            else (select min(i.amount_minor) from order_instalments i where i.order_id = o.id and i.number = 1) end
          else o.total_minor end as wanted
      from orders o
    ) as sums where (state = 'paid' and camein < wanted) or (state = 'awaiting_payment' and camein >= wanted)
      or (state = 'draft' and camein <> 0)`,
  "an order in parts is paid from its first part on": sql`
    select o.id as object, o.state as detail from orders o join order_instalments i on i.order_id = o.id and i.number = 1 and i.level = 0
      where (o.state = 'paid') <> (i.state = 'paid') and o.state <> 'cancelled'
      -- A place that was used, or ended for cause, stays where it is when the match of its first part is undone.
      and not (o.state = 'paid' and exists (select 1 from refunds r join payments p on p.id = r.payment_id
        where p.order_id = o.id and r.reference like 'bank-reopened-%'))`,
  "no order holds less than nothing": sql`
    select detail as object, concat_ws(' ', sum(amount_minor), currency) as detail from postings
      where account = 'customer_funds' group by detail, currency having sum(amount_minor) > 0`,
  "money that an ended order holds calls for a person, or goes back": sql`
    select o.id as object, concat_ws(' ', o.state, funds.minor) as detail from orders o
      join (select detail, -sum(amount_minor) as minor from postings where account = 'customer_funds' group by detail) funds
        on funds.detail = o.id
      where o.review_reason is null and funds.minor
        - (select coalesce(sum(r.amount_minor), 0) from refunds r join payments p on p.id = r.payment_id
            where p.order_id = o.id and r.state in ('requested', 'submitted')) > 0
      and o.state in ('cancelled', 'expired', 'paid')
      -- Some of a part, before the rest of it.
      and not (o.state = 'paid' and funds.minor < (select coalesce(sum(i.amount_minor), 0) from order_instalments i
        where i.order_id = o.id and i.state = 'due' and i.number = (select min(n.number) from order_instalments n
          where n.order_id = o.id and n.state = 'due')))
      and not exists (select 1 from audit_log a where a.object_id = o.id and a.action = 'order.resolve')`,
};

const prepared = new WeakMap<object, ReturnType<typeof prepareAll>>();

/** All rules in one statement, so that a step costs one. */
function prepareAll(read: Reader) {
  const parts = Object.entries({ ...RULES, ...MONEY, ...COLLECTION_RULES, ...LEDGER_RULES }).map(
    ([rule, rows]) =>
      sql`select ${sql.raw(`'${rule.replaceAll("'", "''")}'`)} as rule, object, detail from (${rows}) as found`,
  );
  const all = sql`(${sql.join(parts, sql` union all `)}) as violations`;
  const text = (name: string) => sql<string>`${sql.raw(name)}`;
  return read
    .select({ rule: text("rule"), object: text("object"), detail: text("detail") })
    .from(all)
    .prepare();
}

/** What is not as it must be, in a fixed order. */
export async function findViolations(read: Reader): Promise<Violation[]> {
  let statement = prepared.get(read);
  if (!statement) prepared.set(read, (statement = prepareAll(read)));
  const found: Violation[] = await statement.execute();
  return found.sort((a, b) => (a.rule + a.object < b.rule + b.object ? -1 : 1));
}
