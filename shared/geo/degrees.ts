/** Decimal degrees to seven decimals, a centimetre. What is next to nothing (1e-300) becomes it: DynamoDB holds no less than 1e-130. */
export const toCentimetre = (degrees: number): number => Math.round(degrees * 1e7) / 1e7 + 0;
