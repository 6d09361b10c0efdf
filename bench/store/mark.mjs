export const MARK_BYTES = 8;

// Behind the header of an SQLite file, by which a store may know one.
const PLACE = 100;

/** A few bytes that make a block one that was not there before, as large when compressed. */
export function mark(number) {
  const bytes = Buffer.alloc(MARK_BYTES, '#');
  bytes.writeUInt32LE(number);
  return bytes;
}

/** Where in a block of this length the mark goes. */
export const markPlace = (length) => Math.max(0, Math.min(PLACE, length - MARK_BYTES));
