/** `Name <who@where>` or the bare address: the address, in lower case. */
export const addressIn = (text: string): string => (text.match(/<([^<>]*)>\s*$/)?.[1] ?? text).trim().toLowerCase();

/** SES takes no more than a local part in ASCII, an at sign, and a domain. */
export const isAddress = (text: string): boolean =>
  /^[\x21-\x7e]+@[^\s@<>,]+\.?[^\s@<>,]*$/.test(addressIn(text)) && addressIn(text).length <= 320;

/** Of an address at SES's mailbox simulator, the part that says what happens to the message; else undefined. */
export const simulatorOutcome = (address: string): string | undefined => {
  const [local = "", domain] = addressIn(address).split("@");
  return domain === "simulator.amazonses.com" ? local.split("+")[0] : undefined;
};
