/** A mail as it leaves. */
export type Letter = {
  to: string;
  subject: string;
  html: string;
  text: string;
  /** Its tag: `de`. */
  language: string;
  /** The same for every try, so that a reader's mail program knows a second copy for what it is. */
  messageId: string;
  attachments?: readonly { name: string; mediaType: string; bytes: Buffer }[];
};

/** Takes letters to a mail server. Throws `MailTrouble` when it was not taken. Every call has a deadline. */
export interface MailSender {
  send(letter: Letter): Promise<void>;
  close(): void;
  /** Whether it would send nothing just now, because the server took nothing of late. */
  isResting?(): boolean;
}

const TROUBLE = Symbol.for("matricula.mail-trouble");

/**
 * Why a letter was not taken: `for_now`, this letter may be taken later; `for_good`, it never will be (there is no such
 * address); `server`, the mail server takes nothing from us just now, so the next letter need not try.
 */
export type TroubleKind = "for_now" | "for_good" | "server";

/** A letter that the mail server did not take. */
export class MailTrouble extends Error {
  readonly [TROUBLE] = true;
  override name = "MailTrouble";
  readonly kind: TroubleKind;
  constructor(kind: TroubleKind, message: string, options: ErrorOptions = {}) {
    super(message, options);
    this.kind = kind;
  }
}

export const isMailTrouble = (error: unknown): error is MailTrouble =>
  typeof error === "object" && error !== null && TROUBLE in error;
