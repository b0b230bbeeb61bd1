import { mailErrorWords } from "#components/mail/mail-parts.tsx";
import { exportList, readExport } from "#app/admin/_list/export.ts";
import type { MailRow } from "#domain/mail/list-mails.ts";
import { MAIL_LIST } from "../list.ts";

export async function GET(request: Request): Promise<Response> {
  return exportList<MailRow>(request, {
    action: "mail.read",
    name: "mails",
    ...readExport(MAIL_LIST, request),
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
  });
}
