/**
 * Whether an E.164 number is a mobile's by the numbering plan of its country: France and its departments overseas (ARCEP),
 * Belgium (BIPT), Luxembourg (ILR), Switzerland (OFCOM), the Netherlands (ACM). North America has no numbers for mobiles.
 */
export const isMobileNumber = (e164: string): boolean =>
  /^\+(?:33[67]\d{8}|(?:262|590|594|596|269)6\d{8}|32(?:4[5-9])\d{7}|3526\d{8}|417[5-9]\d{7}|316[1-58]\d{7})$/.test(
    e164,
  );
