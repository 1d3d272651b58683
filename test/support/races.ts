/** How many times over the races are run: `RACES=80` for the numbers that the product promises. */
export const races = Number(process.env.RACES ?? 1);
