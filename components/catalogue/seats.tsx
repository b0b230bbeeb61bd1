import { cx } from "#components/ui/cx.ts";
import type { LiveSeats } from "#domain/courses/get-live-seats.ts";
import { seatWords } from "./words.ts";

export type SeatsProps = Pick<LiveSeats, "state" | "left"> & {
  courseId: string;
  cohortId: string;
  /** Says what the figure counts: "3 seats left". */
  long?: boolean;
  className?: string;
};

/** How many seats are left. The page is kept for a while and the same for everyone; public/site-script.js asks anew. */
export function Seats({ courseId, cohortId, long = false, className, state, left }: SeatsProps) {
  const { text, pressing } = seatWords(state, left, { long });
  return (
    <live-seats
      course={courseId}
      cohort={cohortId}
      data-long={long ? "" : undefined}
      data-pressing={pressing ? "" : undefined}
      className={cx("num text-ink-faint data-pressing:text-warn", className)}
    >
      {text}
    </live-seats>
  );
}
