import { type SQL, sql } from "drizzle-orm";

/** Of the general ledger, which books what the ledger of the money says. */
export const LEDGER_RULES: Record<string, SQL> = {
  "the general ledger's months are the sums of their lines": sql`
    select concat_ws(' ', period, account, currency) as object, cast(sum(minor) as text) as detail from (
      select period, account, detail, currency, amount_minor as minor from accounting_lines
      union all select period, account, detail, currency, credit_minor - debit_minor from accounting_totals
    ) as both_sides group by period, account, detail, currency having sum(minor) <> 0`,
  "open items are the receivable account": sql`
    select coalesce(order_id, '') as object, cast(sum(minor) as text) as detail from (
      select coalesce(e.order_id, '') as order_id, l.currency, l.amount_minor as minor from accounting_lines l
        join accounting_entries e on e.seq = l.entry_seq where l.account = 'receivable'
      union all select order_id, currency, -balance_minor from accounting_open_items
    ) as items group by order_id, currency having sum(minor) <> 0`,
  "a closed month takes no entry": sql`
    select cast(e.seq as text) as object, e.period as detail from accounting_entries e
      where exists (select 1 from accounting_periods p where p.closed_at < e.created_at and p.period >= e.period)`,
  "what comes too late for its month is booked in a later one, and says so": sql`
    select cast(seq as text) as object, concat_ws(' ', happened_on, booked_on) as detail from accounting_entries
      where (period <> substr(happened_on, 1, 7)) <> (${sql.raw("is_late")})
      or (booked_on <> happened_on and (booked_on < happened_on or substr(booked_on, 9) <> '01'))
      or period <> substr(booked_on, 1, 7)`,
  "an entry is one of its journal": sql`
    select cast(e.seq as text) as object, concat_ws(' ', e.kind, j.kind) as detail from accounting_entries e
      join journals j on j.seq = e.journal_seq where j.kind <> e.kind`,
};

/** Of kept cards, of what reminders cost, and of files for the bank. */
export const COLLECTION_RULES: Record<string, SQL> = {
  "a card that was taken back is asked for nothing more": sql`
    select p.id as object, c.id as detail from payments p join saved_cards c on c.id = p.saved_card_id
      where c.removed_at is not null and p.created_at > c.removed_at`,
  "a kept card is charged for each part once": sql`
    select order_id as object, cast(first_instalment as text) as detail from payments
      where saved_card_id is not null and state = 'settled' group by order_id, first_instalment having count(*) > 1`,
  "a card is kept for an order that somebody agreed to it for": sql`
    select c.id as object, c.order_id as detail from saved_cards c where not exists (
      select 1 from payments p where p.order_id = c.order_id and p.keeps_card and p.state = 'settled')`,
  "an order has one kept card": sql`
    select order_id as object, cast(count(*) as text) as detail from saved_cards where removed_at is null
      group by order_id having count(*) > 1`,
  // A part whose money was another order's is due again on a later day.
  "a reminder costs what its level costs, in the school's money, once its part is late": sql`
    select f.id as object, concat_ws(' ', f.level, f.amount_minor, o.currency) as detail from order_instalments f
      join orders o on o.id = f.order_id
      join order_instalments part on part.order_id = f.order_id and part.number = f.number and part.level = 0
      where f.kind = 'fee' and (f.amount_minor <> case f.level when 1 then 500 when 2 then 1000 else 0 end
        or o.currency <> 'CHF' or (f.created_at < part.late_from and part.state = 'due' and not exists (
          select 1 from state_changes s where s.object_id = part.id and s.to_state = 'paid')) or part.kind <> 'part')`,
  "what was forgiven is asked for no more": sql`
    select i.id as object, i.state as detail from order_instalments i where i.state = 'due' and exists (
      select 1 from state_changes s where s.object_id = i.id and s.to_state = 'cancelled')`,
  "a refund in a file has an account there, and one currency": sql`
    select r.id as object, concat_ws(' ', run.state, r.currency) as detail from refunds r
      join payout_runs run on run.id = r.payout_run_id join payments p on p.id = r.payment_id
      where run.state = 'cancelled' or r.currency <> run.currency or r.payee_iban is null or p.provider <> 'bank'`,
  "of a file that was sent nothing waits": sql`
    select r.id as object, r.state as detail from refunds r join payout_runs run on run.id = r.payout_run_id
      where run.state = 'sent' and r.state in ('requested', 'submitted')`,
};
