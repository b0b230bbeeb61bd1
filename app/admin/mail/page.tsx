import type { Metadata } from "next";
import { listFrame, readList, saidOrder, type SearchParams, tableOrder } from "#app/admin/_list/list.ts";
import { officeRead } from "#app/admin/_list/school.ts";
import { StaffPage } from "#app/_layout/shells.tsx";
import { requirePermission } from "#app/_auth/viewer.ts";
import { FilterBar } from "#components/admin/filter-bar.tsx";
import { ListPage } from "#components/admin/list-page.tsx";
import { mailColumns, mailKindOptions, mailStandingOptions } from "#components/mail/mail-parts.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Table } from "#components/ui/table.tsx";
import { listMails, type MailRow } from "#domain/mail/list-mails.ts";
import { runtime } from "#runtime";
import { MAIL_LIST, mailFilters } from "./list.ts";

export const metadata: Metadata = { title: "Mail" };

export default async function MailPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requirePermission("mail.read", MAIL_LIST.path);
  const { read, timezone } = await officeRead();
  const state = readList(MAIL_LIST, await searchParams);
  const list = await listMails(read, mailFilters(state, timezone), state.view);
  const frame = listFrame(MAIL_LIST, state, list);
  const { filters } = state;
  return (
    <StaffPage here={MAIL_LIST.path}>
      <ListPage
        title="Mail"
        noun="mails"
        lede={`Days and times as in ${timezone.replaceAll("_", " ")}.`}
        frame={frame}
        filters={
          <>
            {!runtime().mail && <NoServer demo={read.rules.demo} />}
            <FilterBar
              {...frame}
              path={MAIL_LIST.path}
              keep={saidOrder(MAIL_LIST, state)}
              fields={[
                { kind: "text", label: "To", name: "to", value: filters.to, hint: "An address, or part of one" },
                {
                  kind: "choice",
                  label: "State",
                  name: "state",
                  value: filters.state,
                  all: "Any",
                  options: mailStandingOptions(),
                },
                {
                  kind: "choice",
                  label: "Kind",
                  name: "kind",
                  value: filters.kind,
                  all: "Any",
                  options: mailKindOptions(),
                },
                { kind: "day", label: "From", name: "from", value: filters.from },
                { kind: "day", label: "To", name: "until", value: filters.until },
              ]}
            />
          </>
        }
        empty={{ title: "No mail yet", words: "What the school sends to anyone is kept here, and how it went." }}
      >
        <Table<MailRow>
          caption="Mails"
          columns={mailColumns(MAIL_LIST.path, timezone)}
          rows={list.items}
          rowKey={({ id }) => id}
          {...tableOrder(MAIL_LIST, state)}
        />
      </ListPage>
    </StaffPage>
  );
}

function NoServer({ demo }: { demo: boolean }) {
  return (
    <Notice tone={demo ? "info" : "warn"} title="No mail leaves this school." className="mb-4">
      {demo
        ? "Everyone can read a demo's mails on the public mail page."
        : "Set SMTP_URL and MATRICULA_MAIL_FROM and start again. Until then mails are kept here to be read."}
    </Notice>
  );
}
