/** The button that closes a question without an answer. Beside "Cancel enrolment" a second "Cancel" would be read as the same. */
export const closeLabel = (question: string): string => (/^cancel\b/i.test(question) ? "Go back" : "Cancel");
