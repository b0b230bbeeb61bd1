"use client";

import { useEffect, useState } from "react";
import { cx } from "#components/ui/cx.ts";
import type { LiveSeats } from "#domain/courses/get-live-seats.ts";
import { seatWords } from "./words.ts";

type Known = Pick<LiveSeats, "state" | "left">;

export type SeatsProps = Known & {
  courseId: string;
  cohortId: string;
  /** Says what the figure counts: "3 seats left". */
  long?: boolean;
  className?: string;
};

// A page names the same cohorts in several places and asks once.
const asked = new Map<string, Promise<LiveSeats[]>>();

function ask(courseId: string): Promise<LiveSeats[]> {
  let answer = asked.get(courseId);
  if (!answer) {
    answer = fetch(`/api/live/${courseId}`, { headers: { accept: "application/json" } })
      .then((response) => (response.ok ? response.json() : { cohorts: [] }))
      .then((body: { cohorts: LiveSeats[] }) => body.cohorts)
      // Offline: what the page said stays.
      .catch(() => []);
    asked.set(courseId, answer);
  }
  return answer;
}

/** How many seats are left. The page is kept for a while and the same for everyone; the figure is asked for anew. */
export function Seats({ courseId, cohortId, long = false, className, ...rendered }: SeatsProps) {
  const [live, setLive] = useState<Known>();
  useEffect(() => {
    let here = true;
    ask(courseId).then((cohorts) => {
      const found = cohorts.find((each) => each.cohortId === cohortId);
      if (here && found) setLive(found);
    });
    return () => {
      here = false;
    };
  }, [courseId, cohortId]);
  const { state, left } = live ?? rendered;
  const { text, pressing } = seatWords(state, left, { long });
  return <span className={cx("num", pressing ? "text-warn" : "text-ink-faint", className)}>{text}</span>;
}
