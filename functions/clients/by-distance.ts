/** A client's place by distance, which is kept to the millimetre; the id decides between equals. */
export interface Distance {
  meters: number;
  id: string;
}

export const byDistance = (a: Distance, b: Distance): number =>
  millimeters(a) - millimeters(b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

export const millimeters = ({ meters }: Distance): number => Math.round(meters * 1000);

export const isBeyond = (one: Distance, place: Distance | undefined): boolean =>
  place === undefined || byDistance(one, place) > 0;

/** The place as a cursor keeps it. */
export const writtenPlace = ({ meters, id }: Distance): string => `${meters.toFixed(3)}#${id}`;

export const readPlace = (written: string): Distance => {
  const [meters = "0", id = ""] = written.split("#");
  return { meters: Number(meters), id };
};
