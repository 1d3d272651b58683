/** The present, as an argument: use cases never read the machine's clock, so that tests decide what time it is. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** RFC 3339 in UTC with milliseconds, the only form in which the product stores and answers a moment. */
export const timestamp = (moment: Date): string => {
  const time = moment.getTime();
  // What a request says of when is nearly always the moment of the request.
  if (time !== last.time) last = { time, text: moment.toISOString() };
  return last.text;
};
let last = { time: Number.NaN, text: "" };

export const secondsSinceEpoch = (moment: Date): number => Math.floor(moment.getTime() / 1000);

export const later = (moment: Date, seconds: number): Date => new Date(moment.getTime() + seconds * 1000);
