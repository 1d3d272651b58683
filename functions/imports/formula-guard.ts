/**
 * Spreadsheets run a cell that begins with `=`, `+`, `-`, `@`, a tab or an end of line as a formula (OWASP, CSV
 * injection); some also with the full-width forms of these signs. A cell that begins so gets an apostrophe in front when
 * a file is written, and loses it when that file is read again. A text that already begins with apostrophes before such a
 * sign, or a digit, gets one more, so that nothing is ever lost.
 */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]|^'+\d/;
const GUARDED = /^'+[=+\-@\t\r\n＝＋－＠\d]/;
/**
 * A sign and then nothing but digits, spaces and one decimal mark calls no function, refers to no cell and starts no
 * program: phone numbers (`+1 514 555 1212`) and longitudes (`-73.69`) stay as they are.
 */
const HARMLESS = /^[+-][\d ]*\d(?:[.,]\d+)?$/;

export const guarded = (text: string): string => (FORMULA.test(text) && !HARMLESS.test(text) ? `'${text}` : text);
export const withoutGuard = (text: string): string => (GUARDED.test(text) ? text.slice(1) : text);
