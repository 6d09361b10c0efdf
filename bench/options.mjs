/**
 * @param {Record<string, string>} options of the command line
 * @returns {number} the named one, a whole number
 */
export function count(options, name, least) {
  const number = Number(options[name]);
  if (Number.isInteger(number) && number >= least) return number;
  throw new Error(`--${name} ${options[name]}: not a whole number from ${least}`);
}
