/** The field of a part of billing details where it stands in a form about something else, whose own fields are called the same: `billingVatId`. */
export const billingFieldName = (part: string) => `billing${part.charAt(0).toUpperCase()}${part.slice(1)}`;
