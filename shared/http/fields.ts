import * as z from "zod/mini";
import { toCentimetre } from "../geo/degrees.ts";
import { type AnyIdKind, idPattern, prefixOf } from "../ids.ts";
import { lazy } from "../lazy.ts";
import { emailAddress } from "../text/email-address.ts";
import { countries, currencies, languages } from "../text/iso-codes.ts";
import { LINES, ONE_LINE, readable, readableLines } from "../text/readable.ts";

// Without a locale zod says no more than "Invalid input": `mistakes.ts` finds the words, and is loaded with the first mistake.

/**
 * The vocabulary of the contracts. Builders of one shape are memoised: a schema object costs load time, and the same
 * twenty shapes serve every route.
 */
const memo = <Args extends readonly (string | number)[], T>(build: (...args: Args) => T) => {
  const built = new Map<string, T>();
  return (...args: Args): T => {
    const key = args.join(" ");
    const known = built.get(key);
    if (known !== undefined) return known;
    const fresh = build(...args);
    built.set(key, fresh);
    return fresh;
  };
};

/** A text in an answer: what is stored was checked when it came in. */
export const shown = lazy(() => z.string());
/** Text of `min`–`max` characters on one line, as {@link readable} makes it. */
export const text = memo((min: number, max: number) =>
  z.string().check(z.overwrite(readable), z.minLength(min), z.maxLength(max), oneLine()),
);
const oneLine = lazy(() => z.regex(ONE_LINE, "Line breaks and other control characters are not allowed here"));
/** The same of several lines: notes, messages, addresses. */
export const lines = memo((min: number, max: number) =>
  z.string().check(z.overwrite(readableLines), z.minLength(min), z.maxLength(max), noControls()),
);
const noControls = lazy(() => z.regex(LINES, "Control characters are not allowed"));
export const id = (kind: AnyIdKind) => idWith(prefixOf(kind), idPattern(kind).source);
const idWith = memo((prefix: string, pattern: string) =>
  z.string().check(z.regex(new RegExp(pattern), `Expected an id like ${prefix}_01J…`)),
);
export const boolean = lazy(() => z.boolean());
export const integer = memo((min: number, max: number) => z.int().check(z.minimum(min), z.maximum(max)));
/** An e-mail address as typed, its domain in any script. At most 254 characters (RFC 5321). */
export const email = lazy(() =>
  z.string().check(
    z.overwrite(readable),
    z.maxLength(254),
    z.refine((typed) => emailAddress(typed) !== undefined, "Not an e-mail address"),
    z.meta({ format: "email" }),
  ),
);
/** A phone number as typed; stored as E.164. */
export const phone = lazy(() => text(3, 40));
export const url = lazy(() => text(1, 2048).check(z.url({ protocol: /^https?$/, error: "Not a web address" })));
/** RFC 3339 with an offset. */
export const isoDateTime = lazy(() => z.iso.datetime({ offset: true }));
/** ISO 639-1, such as `fr`. */
export const language = lazy(() => z.enum(languages, "Expected a language like fr"));
/** ISO 3166-1 alpha-2, such as `CA`. */
export const country = lazy(() => z.enum(countries, "Expected a country like CA"));
/** ISO 4217, such as `CAD`. */
export const currency = lazy(() => z.enum(currencies, "Expected a currency like CAD"));
export const timeZone = lazy(() =>
  z.string().check(z.refine((name) => knownTimeZone(name), "Expected an IANA time zone like America/Toronto")),
);
/** A percentage as a decimal string, such as `"9.975"`: never a float. */
export const percent = lazy(() =>
  z.string().check(z.regex(/^(100(\.0{1,4})?|\d{1,2}(\.\d{1,4})?)$/, 'Expected a percentage like "9.975"')),
);
/** A SHA-256 digest in base64, as S3 writes checksums. */
export const sha256 = lazy(() =>
  text(44, 44).check(z.regex(/^[A-Za-z0-9+/]{43}=$/, "Expected a SHA-256 digest in base64")),
);
/** Decimal degrees (WGS 84). */
export const latLng = lazy(() => z.strictObject({ lat: degrees(90), lng: degrees(180) }));
const degrees = (most: number) => z.number().check(z.minimum(-most), z.maximum(most), z.overwrite(toCentimetre));

/** A check of a text against a pattern, with the sentence for those who miss it. */
export const pattern = (regex: RegExp, message: string) => z.regex(regex, message);

export const optional = z.optional;
export const nullable = z.nullable;
export const oneOf = z.enum;
/** Texts to values. A member called `__proto__`, which a library would leave out, is refused. */
export const record = <Key extends z.core.$ZodRecordKey & z.ZodMiniType, Value extends z.ZodMiniType>(
  key: Key,
  value: Value,
) =>
  z.pipe(
    z.transform((given: unknown, { issues }) => {
      if (typeof given === "object" && given !== null && Object.hasOwn(given, "__proto__"))
        issues.push({ code: "custom", input: given, path: ["__proto__"], message: "Unknown field" });
      return given;
    }),
    z.record(key, value),
  );
export const literal = z.literal;
export const union = z.union;
/** One of several shapes, which the named member tells apart. */
export const oneOfKinds = z.discriminatedUnion;
export const unknown = lazy(() => z.unknown());
export const list = <T extends z.ZodMiniType>(of: T, max: number) => z.array(of).check(z.maxLength(max));
/** A list with something in it, or the sentence that says what is to be named. */
export const filledList = <T extends z.ZodMiniType>(of: T, max: number, message: string) =>
  list(of, max).check(z.minLength(1, message));
/** What callers send: an unknown field is a mistake worth telling. */
export const input = z.strictObject;
/** What we answer: an undeclared field never leaves. */
export const output = z.object;

/** A merge patch (RFC 7396) of an input: every field may be left out, and `null` clears it. */
export const patchOf = <Shape extends Record<string, z.ZodMiniType>>(shape: Shape) =>
  z.strictObject(
    Object.fromEntries(Object.entries(shape).map(([name, field]) => [name, z.optional(z.nullable(unwrap(field)))])) as {
      [Name in keyof Shape]: z.ZodMiniOptional<z.ZodMiniNullable<Shape[Name]>>;
    },
  );

const unwrap = (field: z.ZodMiniType): z.ZodMiniType =>
  field instanceof z.ZodMiniOptional ? (field.def.innerType as z.ZodMiniType) : field;

/** The query of every list: `limit` 1–100 (25 unless told) and the cursor of the page before. */
export const pageQuery = {
  get limit() {
    return pageLimit();
  },
  get cursor() {
    return pageCursor();
  },
};
const pageLimit = lazy(() => optional(wholeNumber(1, 100)));
const pageCursor = lazy(() => z.optional(z.string().check(z.maxLength(2000))));
export const query = z.strictObject;
/** A whole number in a query string, in digits: `0x5`, `1e1` and `+5` are none. */
export const wholeNumber = memo((min: number, max: number) =>
  z.pipe(
    z.transform((text: unknown) => (/^\d{1,15}$/.test(String(text)) ? Number(text) : text)),
    integer(min, max),
  ),
);
/** `true` or `false`, in a query or a body. */
export const flag = lazy(() =>
  z.pipe(
    z.transform((value: unknown) => (value === "true" ? true : value === "false" ? false : value)),
    z.boolean(),
  ),
);

export const pageOf = <T extends z.ZodMiniType>(of: T) =>
  z.object({ data: z.array(of), nextCursor: z.optional(z.string()) });

/** What every stored resource carries (provenance and concurrency). */
export const provenance = {
  get version() {
    return whole();
  },
  get createdAt() {
    return anyText();
  },
  get createdBy() {
    return anyText();
  },
  get updatedAt() {
    return anyText();
  },
  get updatedBy() {
    return anyText();
  },
  get source() {
    return anyText();
  },
};
const whole = lazy(() => z.int());
const anyText = lazy(() => z.string());

export const jobAnswer = lazy(() =>
  z.object({
    job: z.object({ id: z.string(), status: z.string(), progress: z.object({ done: z.int(), total: z.int() }) }),
  }),
);

/** A pre-signed POST form: send `fields` first and `file` last, as multipart/form-data, to `url`. */
export const upload = lazy(() =>
  z.object({
    url: z.string(),
    fields: z.record(z.string(), z.string()),
    maxBytes: z.int(),
    expiresAt: z.string(),
  }),
);

const knownTimeZone = (name: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
};
