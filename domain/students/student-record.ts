/** Whether somebody has a place in a course: it is open to them, closed for a while, or given back. */
export type WantedPlace = { course: string; status: "active" | "suspended" | "ended"; days?: number };

/** What a row of a file says of a student, in stored forms. What it does not say is left as it is. */
export type StudentRecord = {
  /** Their id here, as an export wrote it. */
  id?: string;
  /** Their name at the source that the file comes from, and the one that they had before. */
  source: string;
  key?: string;
  formerKey?: string;
  email?: string;
  name?: string;
  language?: string;
  timezone?: string;
  officeNote?: string;
  /** Whether they have left: they cannot sign in, and what they bought and wrote stays. */
  isOut?: boolean;
  places: WantedPlace[];
};

/** The parts of a record that are a column of the account. */
export const RECORD_PARTS = ["email", "name", "language", "timezone", "officeNote"] as const;
