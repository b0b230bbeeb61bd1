/** What to do about a database that is damaged. */
export const RESTORE = "do not start it again; keep the files aside and run: npm run restore -- latest";
