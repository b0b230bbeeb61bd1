/** Whether a text has the form of a ticket's code. */
export const isTicketCode = (text: string): boolean => /^T-[A-HJ-NP-Z2-9]{5}$/.test(text);
