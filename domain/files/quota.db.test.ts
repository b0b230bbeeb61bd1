import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { message } from "#messages/message.ts";
import { visitor } from "../kernel/actor.ts";
import { answerTicket } from "../tickets/answer-ticket.ts";
import { openTicket } from "../tickets/open-ticket.ts";
import { replyToTicket } from "../tickets/reply-to-ticket.ts";
import { assertQuota } from "./assert-quota.ts";
import type { StoredFile } from "./store.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
});
afterAll(() => school.drop());

const megabytes = (n: number) => n * 1_000_000;
const stored = (sizeBytes: number): StoredFile => ({
  ...{ sha256: "b".repeat(64), name: "scan.pdf", mediaType: "application/pdf" },
  sizeBytes,
});
const refusal = (code: string) => expect.objectContaining({ name: "Refusal", code });

test("one person sends so much in all and no more; what others and the team sent counts for nobody else", async () => {
  const student = await school.person("student");
  const other = await school.person("student");
  const desk = await school.person("support");
  const asked = { requesterId: student.id, subject: "Scans", body: "See there." };
  const { ticket } = await school.as(student)((ctx) => openTicket(ctx, { ...asked, files: [stored(megabytes(6))] }));
  await school.as(student)((ctx) =>
    replyToTicket(ctx, { ticketId: ticket.id, body: "And", files: [stored(megabytes(3))] }),
  );
  await school.as(desk)((ctx) =>
    answerTicket(ctx, { ticketId: ticket.id, body: "Here", then: "wait", files: [stored(megabytes(9))] }),
  );
  const ask = (actor: Parameters<typeof school.reading>[0], addedBytes: number, bytesMax = megabytes(10)) =>
    assertQuota(school.reading(actor), { addedBytes, bytesMax, field: "attachments" });
  await ask(student, megabytes(1));
  await expect(ask(student, megabytes(1) + 1)).rejects.toEqual(refusal("upload_quota"));
  await expect(ask(student, 1, megabytes(8))).rejects.toMatchObject({
    detail: { fields: { attachments: message("refusals.upload_quota_megabytes", { megabytes: 8 }) } },
  });
  await ask(student, megabytes(1_000), 0);
  await ask(other, megabytes(10));
  await ask(desk, megabytes(10));
  await ask(visitor, megabytes(10));
});
