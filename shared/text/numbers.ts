/**
 * A number, percentage, size or amount as a language's readers write it (`1 234,5`; `4 %`). The narrow no-break space of
 * some French tags becomes the plain one, which every mailbox's font has.
 */
export const inFigures = (value: number, tag: string, options?: Intl.NumberFormatOptions): string =>
  new Intl.NumberFormat(tag, options).format(value).replaceAll("\u202f", "\u00a0");
