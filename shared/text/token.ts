/** Longest token, in UTF-16 units: a token is a part of a key. */
export const TOKEN_LENGTH = 64;

export const digitsOf = (text: string): string => text.replace(/\D/g, "");
