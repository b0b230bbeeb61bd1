/** What holds where the operator has set nothing. */

/** How long a seat is kept for someone who pays, where no provider needs longer. */
export const HOLD_MINUTES = 15;

/** How many requests one API token may make in a minute: far more than a person's script needs, far less than crowds others out. */
export const API_PER_MINUTE = 30_000;

/** After how long a sign-in that nobody uses ends: a colleague's, and a student's. */
export const SESSION_IDLE_STAFF_HOURS = 12;
export const SESSION_IDLE_STUDENT_DAYS = 30;

/** Above how many of its currency a refund asks for the password again. */
export const REFUND_CONFIRM_ABOVE = 500;

/** How many megabytes of files one person may send with their own questions in all. */
export const UPLOAD_MEGABYTES = 500;

/** VIES by its REST interface: the register of VAT ids of the European Commission. */
export const VIES_URL = "https://ec.europa.eu/taxation_customs/vies/rest-api";

/** How many hourly, daily, weekly and monthly backups are kept. */
export const BACKUP_KEEP = "24,14,8,12";
