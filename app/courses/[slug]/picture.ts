/** The picture that a link to a course shows elsewhere. */
export const size = { width: 1200, height: 630 };
export const contentType = "image/png";
