import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, expect, test } from "vitest";
import type { Letter, MailSender } from "#domain/mail/sender.ts";
import { openSmtp } from "./smtp.ts";

const letter: Letter = {
  to: "mara@example.org",
  subject: "A seat is free for you: Bookbinding",
  html: "<p>Grüße &amp; a link</p>",
  text: "Grüße & a link",
  language: "de",
  messageId: "<out_1@school.example>",
};

let server: SMTPServer;
let sender: MailSender;
afterEach(async () => {
  sender.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

/** A mail server on this machine. Answers the letters it took, whole. */
async function start(options: SMTPServerOptions = {}) {
  const taken: { from: string; to: string[]; raw: string }[] = [];
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom ? mailFrom.address : "";
        taken.push({ from, to: rcptTo.map(({ address }) => address), raw: Buffer.concat(chunks).toString("utf8") });
        done();
      });
    },
    ...options,
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  sender = openSmtp({ url: `smtp://127.0.0.1:${port}`, from: "Evening School <office@school.example>" });
  return taken;
}

test("a letter arrives with both its forms, its sender, and a message id that stays the same", async () => {
  const taken = await start();
  await sender.send(letter);
  expect(taken).toHaveLength(1);
  expect(taken[0]).toMatchObject({ from: "office@school.example", to: ["mara@example.org"] });
  const raw = taken[0]?.raw ?? "";
  expect(raw).toContain("From: Evening School <office@school.example>");
  expect(raw).toContain("Message-ID: <out_1@school.example>");
  expect(raw).toContain("Auto-Submitted: auto-generated");
  expect(raw).toContain("Content-Language: de");
  expect(raw).toMatch(/Content-Type: text\/plain; charset=utf-8[\s\S]*Gr=C3=BC=C3=9Fe & a link/);
  expect(raw).toMatch(/Content-Type: text\/html; charset=utf-8[\s\S]*<p>Gr=C3=BC=C3=9Fe &amp; a link<\/p>/);
});

test("an address that would smuggle in a second recipient or a header is one address or refused", async () => {
  const taken = await start();
  await sender.send({ ...letter, to: "mara@example.org\r\nBcc: everyone@example.org" }).catch(() => {});
  await sender.send({ ...letter, to: "mara@example.org, everyone@example.org" }).catch(() => {});
  for (const { to, raw } of taken) {
    expect(to).toHaveLength(1);
    expect(raw).not.toMatch(/^Bcc:/m);
  }
});

test("a recipient that does not exist is refused for good, a full mailbox for now", async () => {
  await start({
    onRcptTo({ address }, _session, done) {
      const isUnknown = address.startsWith("nobody");
      done(Object.assign(new Error("no"), { responseCode: isUnknown ? 550 : 452 }));
    },
  });
  const to = (address: string) => sender.send({ ...letter, to: address });
  await expect(to("nobody@example.org")).rejects.toMatchObject({ name: "MailTrouble", kind: "for_good" });
  await expect(to("full@example.org")).rejects.toMatchObject({ name: "MailTrouble", kind: "for_now" });
});

test("a wrong password and a server that is away are the server's trouble, not the letter's", async () => {
  await start({ authOptional: false, onAuth: (_auth, _session, done) => done(new Error("wrong password")) });
  const { port } = server.server.address() as AddressInfo;
  sender.close();
  sender = openSmtp({ url: `smtp://user:wrong@127.0.0.1:${port}`, from: "office@school.example" });
  await expect(sender.send(letter)).rejects.toMatchObject({ name: "MailTrouble", kind: "server" });
  sender.close();
  sender = openSmtp({ url: "smtp://127.0.0.1:1", from: "office@school.example" });
  await expect(sender.send(letter)).rejects.toMatchObject({ name: "MailTrouble", kind: "server" });
});
