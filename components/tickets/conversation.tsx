import { cx } from "#components/ui/cx.ts";
import { DateTime } from "#components/ui/date.tsx";
import { formatFileSize } from "#components/ui/file-size.ts";
import { Icon } from "#components/ui/icon.tsx";
import type { AttachmentView, Entry, MessageEntry } from "#domain/tickets/get-conversation.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export type ConversationProps = {
  entries: Entry[];
  timezone: string;
  /** Whose words stand at the far side, in a tint: one's own. */
  ownSide: "student" | "school";
  /** Where what came before can be read, when there is more. */
  earlierHref?: string;
  dense?: boolean;
};

/** What was said and what happened, in order. */
export function Conversation({ entries, timezone, ownSide, earlierHref, dense = false }: ConversationProps) {
  const t = getTranslator();
  return (
    <div className={cx("grid grid-cols-1", dense ? "gap-[18px]" : "gap-7")}>
      {earlierHref && (
        <a href={earlierHref} className="link justify-self-center text-small">
          {t("tickets.earlier_messages")}
        </a>
      )}
      {entries.map((entry) =>
        entry.type === "event" ? (
          <p key={entry.id} className="text-center text-tiny text-ink-faint">
            {t.format(entry.words)}, <DateTime instant={entry.at} timezone={timezone} showZone={false} />
          </p>
        ) : (
          <Message key={entry.id} message={entry} timezone={timezone} own={entry.author.side === ownSide} />
        ),
      )}
    </div>
  );
}

type MessageProps = { message: MessageEntry; timezone: string; own: boolean };

function Message({ message, timezone, own }: MessageProps) {
  const t = getTranslator();
  const isNote = message.kind === "note";
  const tint = isNote ? "bg-warn-soft" : own ? "bg-accent-soft" : "";
  return (
    <article
      id={message.id}
      className={cx(
        "min-w-0 max-w-[min(62ch,100%)] scroll-mt-6",
        (isNote || own) && "rounded-lg px-3.5 py-3",
        tint,
        own && !isNote && "justify-self-end",
      )}
    >
      <p className={cx("mb-1 text-tiny", isNote || own ? "text-ink-soft" : "text-ink-faint")}>
        <b className="break-words">
          {isNote ? t.rich("tickets.note_by", { name: message.author.name }) : <bdi>{message.author.name}</bdi>}
        </b>
        , <DateTime instant={message.at} timezone={timezone} showZone={false} />
      </p>
      <MessageText html={message.html} />
      <Attachments attachments={message.attachments} />
    </article>
  );
}

/** The words as they were typed: their lines, their spaces, and their own direction of writing. */
function MessageText({ html }: { html: string }) {
  return (
    <div
      dir="auto"
      className="whitespace-pre-wrap [overflow-wrap:anywhere] [&_a]:underline"
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
}

function Attachments({ attachments }: { attachments: AttachmentView[] }) {
  const t = getTranslator();
  if (attachments.length === 0) return null;
  return (
    <ul aria-label={t("tickets.attached_label")} className="mt-2.5 grid grid-cols-1 gap-1.5">
      {attachments.map((file) => (
        <li key={file.fileId}>
          <a
            href={`/files/${file.fileId}`}
            className="inline-flex max-w-full items-center gap-2 rounded-sm border border-rule-strong bg-surface px-2.5 py-1.5 text-small hover:border-edge"
          >
            <Icon name="document" size={16} />
            <span className="min-w-0 truncate" title={file.name}>
              {file.name}
            </span>
            <span className="num flex-none text-ink-soft">{formatFileSize(file.sizeBytes)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
