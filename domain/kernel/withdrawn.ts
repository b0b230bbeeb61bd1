/**
 * Kept as the reason of what ends because its buyer has withdrawn from the purchase. Pages show it in their own words, and mails say that
 * it was the buyer and not the school.
 */
export const WITHDRAWN = "withdrawn from by the buyer";
