import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { auditHref } from "#app/admin/_list/audit-href.ts";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { getPageReadCtx, requirePermission } from "#app/_auth/viewer.ts";
import { StateBadge } from "#components/admin/states.tsx";
import { BANK_LINE_WORDS } from "#components/bank/bank-words.ts";
import { BankLineFacts } from "#components/bank/bank-line-facts.tsx";
import { BankMatches } from "#components/bank/bank-matches.tsx";
import { BankSuggestions } from "#components/bank/bank-suggestions.tsx";
import { formatDay } from "#components/bank/format-day.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { getBankLine } from "#domain/bank/get-bank-line.ts";
import {
  ignoreAction,
  matchAccountAction,
  matchAction,
  matchChargeAction,
  matchDuplicateAction,
  matchPayoutAction,
  matchRefundAction,
  matchReversalAction,
  undoAction,
} from "../actions.ts";

const NEXT_STEPS = {
  ...{ matchAction, matchRefundAction, matchPayoutAction, matchChargeAction },
  ...{ matchAccountAction, matchDuplicateAction, matchReversalAction, ignoreAction },
};

type Props = { params: Promise<{ id: string }> };

const load = cache(async (id: string) => getBankLine(await getPageReadCtx(), id));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  await requirePermission("bank.list", `/admin/bank/${id}`);
  const t = getTranslator();
  const line = await load(id);
  return { title: line ? t("bank.line_title", { day: formatDay(line.bookedOn) }) : t("bank.title") };
}

/** One line of a statement: what the bank says, what it was taken for, or what it may be taken for. */
export default async function BankLinePage({ params }: Props) {
  const t = getTranslator();
  const { id } = await params;
  await requirePermission("bank.list", `/admin/bank/${id}`);
  const { read, timezone } = await getOfficeContext();
  const line = await load(id);
  if (!line) notFound();
  const title = t("bank.line_title", { day: formatDay(line.bookedOn) });
  return (
    <>
      <PageHeader
        title={title}
        above={
          <Breadcrumbs
            crumbs={[{ label: t("bank.title"), href: "/admin/bank" }, { label: formatDay(line.bookedOn) }]}
          />
        }
        lede={<StateBadge words={BANK_LINE_WORDS} state={line.state} />}
      />
      <div className="grid gap-5">
        {line.problem && <Notice tone={line.state === "waiting" ? "warn" : "info"}>{t.format(line.problem)}</Notice>}
        <BankLineFacts line={line} auditAt={auditHref(read.actor, { type: "bank_line", id })} />
        {line.state === "waiting" && <BankSuggestions {...{ line, ...NEXT_STEPS }} />}
        {(line.state !== "waiting" || line.matches.length > 0) && (
          <BankMatches {...{ line, timezone, undoAction, matchAccountAction }} />
        )}
      </div>
    </>
  );
}
