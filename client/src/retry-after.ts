/** The seconds that an answer asks to wait for, of either form (RFC 9110, section 10.2.3); 0 where it asks for none. */
export const secondsToWait = (headers: Headers): number => {
  const after = headers.get("retry-after");
  if (after === null) return 0;
  const seconds = Number(after);
  return Math.max(0, Number.isNaN(seconds) ? (Date.parse(after) - Date.now()) / 1000 || 0 : seconds);
};
