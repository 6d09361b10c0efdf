import { randomBytes } from 'node:crypto';

/** A name nobody had before, so that no state of an earlier login can pass for this one's. */
export const newUser = () => `user-${randomBytes(6).toString('hex')}`;

/** What the state page shows after a login, and nothing less. */
export const loggedIn = (user) => ({
  sessionCookie: user,
  persistentCookie: user,
  localStorage: user,
  indexedDB: user,
});

/** What the state page shows to a browser that never logged in. */
export const LOGGED_OUT = Object.freeze(loggedIn(null));
