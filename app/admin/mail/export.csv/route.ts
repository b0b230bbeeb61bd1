import { mailErrorWords } from "#components/mail/mail-parts.tsx";
import { exportList, searchParamsOf } from "#app/admin/_list/export.ts";
import { readList, toFilterParams } from "#app/admin/_list/list.ts";
import { streamMails, type MailRow } from "#domain/mail/list-mails.ts";
import { getSchoolSettings } from "#domain/settings/get-school-settings.ts";
import { MAIL_LIST, mailFilters } from "../list.ts";

export async function GET(request: Request): Promise<Response> {
  const state = readList(MAIL_LIST, searchParamsOf(request));
  return exportList<MailRow>(request, {
    action: "mail.read",
    name: "mails",
    filters: toFilterParams(state.filters),
    columns: [
      { header: "Id", cell: ({ id }) => id },
      { header: "Kind", cell: ({ kind }) => kind },
      { header: "To", cell: ({ recipient }) => recipient },
      { header: "State", cell: ({ status }) => status },
      { header: "Tries", cell: ({ attempts }) => attempts },
      { header: "Promised (UTC)", cell: ({ createdAt }) => createdAt },
      { header: "Sent (UTC)", cell: ({ sentAt }) => sentAt },
      { header: "Last error", cell: ({ lastError }) => lastError && mailErrorWords(lastError) },
    ],
    rows: async function* (ctx) {
      const { timezone } = await getSchoolSettings(ctx.read);
      yield* streamMails(ctx, mailFilters(state, timezone), state.view);
    },
  });
}
