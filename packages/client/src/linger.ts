/**
 * What is decoded is on the page a moment later, with the first frame of an element of its own; what
 * was there before it lasts so long.
 */
export const LINGER_MS = 300;
