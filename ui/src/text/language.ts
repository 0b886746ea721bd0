/**
 * The language of our words. Names of countries are words too, and the system's own language may be none
 * (`C` on a bare Linux), so they never come from the browser.
 */
export const LANGUAGE = 'en';
