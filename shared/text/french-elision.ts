import { fold } from "./fold.ts";

/**
 * Whether a name takes the elision: `d’Océane`, `d’Hélène`, `d’Yves`, but `de Hugues`' neighbour `de Harper`, `de Yann`,
 * `de Onze`. An `h` is mute in the French words and first names listed; in other names, mostly foreign ones, it is said.
 * Numbers in digits keep their hiatus (Grevisse, Le bon usage, sections 48–50).
 */
export const takesElision = (name: string): boolean => {
  const [word = ""] = fold(name.replace(/^[^\p{L}\p{N}]+/u, "")).split(/[^\p{L}\p{N}]/u);
  if (/^[aeiouœæ]/.test(word)) return !HIATUS.test(word);
  if (word.startsWith("h")) return MUTE_H.test(word);
  // `Yves`, `Yvonne`, `Ypres`: a vowel. Before another vowel it is a consonant.
  return /^y[bcdfghjklmnpqrstvwxz]/.test(word);
};

/** Vowels to the eye, not to the ear. */
const HIATUS = /^(?:onze|onzieme|oui|ouistiti|uhlan|ululement)$/;

const MUTE_H = new RegExp(
  `^(?:${[
    "habi[lt]|habill|hadrien|haleine|hallucin|halter|hamecon|harmon|hebdo|heberg|hebrid|hect|hedon|helen|helic|helio|heloise",
    "hellen|helvet|hema|hemi|hemo|henri|hepat|herb|hercul|heredit|herit|hermet|hermin|hermes|heroi|herve|hesit|hetero|heure",
    "hexa|hibern|hier$|hilai|hilar|hipp|hirond|hispan|histo|hiver|homeo|homm|homo|honnet|honneur|honor|hopit|horair|horizon",
    "horlog|hormon|horosc|horreur|horrib|hortens|horti|hospi|hostell|hote|hubert|hugo|hugues|huguette|huil|huissi|huitr|huma",
    "humb|humeur|humid|humil|humour|humus|hyacinth|hybrid|hydr|hygien|hymn|hyper|hypn|hypo|hyster",
  ].join("|")})`,
);

/** `de` with a business's name, whose own article it takes up: `du Petit Salon`, `des Entreprises Roy`, `d’Océane`. */
export const ofBusiness = (name: string): string => {
  const [, article, rest] = /^(Le|Les) (\S.*)$/u.exec(name) ?? [];
  if (rest) return `${article === "Le" ? "du" : "des"} ${rest}`;
  return takesElision(name) ? `d’${name}` : `de ${name}`;
};
