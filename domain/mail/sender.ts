/** A mail as it leaves. */
export type Letter = {
  to: string;
  subject: string;
  html: string;
  text: string;
  /** The same for every try, so that a reader's mail program knows a second copy for what it is. */
  messageId: string;
};

/** Takes letters to a mail server. Throws `MailTrouble` when it was not taken. Every call has a deadline. */
export interface MailSender {
  send(letter: Letter): Promise<void>;
  close(): void;
}

const TROUBLE = Symbol.for("matricula.mail-trouble");

/** A letter that the mail server did not take. `forGood` when trying again will not help: there is no such address. */
export class MailTrouble extends Error {
  readonly [TROUBLE] = true;
  override name = "MailTrouble";
  readonly forGood: boolean;
  constructor(message: string, options: { forGood: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.forGood = options.forGood;
  }
}

export const isMailTrouble = (error: unknown): error is MailTrouble =>
  typeof error === "object" && error !== null && TROUBLE in error;
