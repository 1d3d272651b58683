/** A business's colour, made readable: WCAG 2.2, 1.4.3, wants a contrast of 4.5 between a text and what is behind it. */
export interface Accent {
  /** As the business chose it: the ground of buttons. */
  ground: string;
  /** On that ground: white or black, whichever reads better; one of them always reaches 4.5. */
  onGround: string;
  /** The nearest shade that reads on white and on light grey, for links, lines and frames. */
  onLight: string;
  /** The same for the dark colours of pages and e-mails. */
  onDark: string;
}

const ENOUGH = 4.5;
const STEPS = 20;
/** The lightest ground of the light scheme is white, its darkest `#f1f4f8`; those of the dark one are these. */
const DARKEST_LIGHT = "#f1f4f8";
const LIGHTEST_DARK = "#1f2937";

export const accentOf = (color: string): Accent => ({
  ground: color.toLowerCase(),
  onGround: contrast(color, "#ffffff") >= contrast(color, "#000000") ? "#ffffff" : "#000000",
  onLight: shadeFor(color, DARKEST_LIGHT, "#000000"),
  onDark: shadeFor(color, LIGHTEST_DARK, "#ffffff"),
});

/** The colour, mixed with as little black or white as it takes. */
const shadeFor = (color: string, ground: string, towards: string): string => {
  for (let step = 0; step < STEPS; step++) {
    const shade = mix(color, towards, step / STEPS);
    if (contrast(shade, ground) >= ENOUGH) return shade;
  }
  return towards;
};

const channels = (color: string): number[] => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));

const mix = (color: string, other: string, share: number): string => {
  const others = channels(other);
  const mixed = channels(color).map((value, index) => Math.round(value + ((others[index] ?? 0) - value) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
};

/** From 1 to 21 (WCAG 2.2, contrast ratio). */
export const contrast = (a: string, b: string): number => {
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
};

/** WCAG 2.2, relative luminance. */
const luminance = (color: string): number => {
  const [red = 0, green = 0, blue = 0] = channels(color).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** Ours: for businesses without a colour, and pages that speak for nobody. */
export const ourAccent: Accent = accentOf("#0b5394");
