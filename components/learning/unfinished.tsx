import { Confirm } from "#components/ui/confirm.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { formatDeadline, formatInstant } from "#components/ui/date.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import type { UnpaidView, WaitingView } from "#domain/learning/get-my-courses.ts";

const row = "flex flex-wrap items-start justify-between gap-x-8 gap-y-3 border-b border-rule py-5";

export type UnpaidRowProps = { unpaid: UnpaidView; primary: boolean; schoolTimezone: string };

/** A seat that is held while its order is paid. */
export function UnpaidRow({ unpaid, primary, schoolTimezone }: UnpaidRowProps) {
  const { orderCode, title, cohortName, total, expiresAt } = unpaid;
  return (
    <li className={row}>
      <div className="min-w-0 flex-[1_1_18rem] [overflow-wrap:anywhere]">
        <h3 className="title text-[21px] leading-snug" dir="auto">
          {title}
        </h3>
        <p className="mt-0.5 text-small text-ink-soft">
          <span dir="auto">{cohortName}</span>, order <span className="num">{orderCode}</span>
        </p>
        {expiresAt && (
          <p className="mt-1 text-small text-warn">
            Your seat is kept until <span className="num">{formatDeadline(expiresAt, schoolTimezone)}</span>.
          </p>
        )}
      </div>
      <LinkButton href={`/checkout/${orderCode}`} size="s" variant={primary ? "primary" : "quiet"}>
        Pay {formatAmount(total)}
      </LinkButton>
    </li>
  );
}

export type WaitingRowProps = {
  waiting: WaitingView;
  primary?: boolean;
  schoolTimezone: string;
  stopWaiting: (form: FormData) => Promise<void>;
};

/** A place on a waiting list; with an offer, the seat is there to take. */
export function WaitingRow({ waiting, primary = false, schoolTimezone, stopWaiting }: WaitingRowProps) {
  const { id, cohortId, slug, title, cohortName, state, since, offerExpiresAt } = waiting;
  const offered = state === "offered";
  return (
    <li className={row}>
      <div className="min-w-0 flex-[1_1_18rem] [overflow-wrap:anywhere]">
        <h3 className="title text-[21px] leading-snug" dir="auto">
          <a href={`/courses/${slug}`} className="hover:underline">
            {title}
          </a>
        </h3>
        <p className="mt-0.5 text-small text-ink-soft" dir="auto">
          {cohortName}
        </p>
        {offered && offerExpiresAt ? (
          <p className="mt-1 text-small text-ok">
            A seat is free and kept for you until{" "}
            <span className="num">{formatDeadline(offerExpiresAt, schoolTimezone)}</span>.
          </p>
        ) : (
          <p className="mt-1 text-small text-ink-faint">
            On the list since{" "}
            <span className="num">{formatInstant(since, { timezone: schoolTimezone, form: "date" })}</span>. We write to
            you when a seat is free.
          </p>
        )}
      </div>
      <div className="flex flex-wrap items-start gap-2">
        {offered && (
          <LinkButton href={`/enrol/${cohortId}`} size="s" variant={primary ? "primary" : "quiet"}>
            Take the seat
          </LinkButton>
        )}
        <Confirm
          size="s"
          tone="quiet"
          trigger={offered ? "Decline" : "Leave the list"}
          title={offered ? `Decline the seat in ${title}?` : `Leave the waiting list of ${title}?`}
          confirmLabel={offered ? "Decline the seat" : "Leave the list"}
          action={stopWaiting}
          values={{ waitingId: id }}
        >
          {offered ? "It goes to the next person on the list." : "You would begin at the end of the list again."}
        </Confirm>
      </div>
    </li>
  );
}
