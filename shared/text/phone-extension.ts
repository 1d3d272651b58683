const EXTENSION =
  /\s*[([]?\s*(?:[,;]\s*)?(?:[,;]|(?:extension|extn|ext|poste|post|interne|int|toestel|tst|p\.|x|#)\s*[.:]?)\s*\d{1,7}\s*[)\]]?$/i;

/** `418 555-0147 poste 12` → `418 555-0147`. */
export const withoutExtension = (dialled: string): string => dialled.replace(EXTENSION, "");
