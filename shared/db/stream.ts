import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";

type Marshalled = Record<string, AttributeValue>;

/** The part of a DynamoDB stream event that the product reads. */
export interface StreamEvent {
  Records: StreamRecord[];
}

export interface StreamRecord {
  eventName?: string;
  dynamodb?: {
    SequenceNumber?: string;
    /** Seconds since the epoch. */
    ApproximateCreationDateTime?: number;
    Keys?: Marshalled;
    OldImage?: Marshalled;
    NewImage?: Marshalled;
  };
  userIdentity?: { principalId?: string } | null;
}

export type Image = Readonly<Record<string, unknown>>;

/** What one record says: the item before and after, absent where there was none or is none any more. */
export interface Images {
  before?: Image;
  after?: Image;
  /** When the table took the write, to the second. */
  at?: Date;
}

/** The images of a record as plain values. @throws Error for a value that no plain number can hold */
export const imagesOf = ({ dynamodb = {} }: StreamRecord): Images => {
  const { OldImage, NewImage, ApproximateCreationDateTime: seconds } = dynamodb;
  return {
    ...(OldImage ? { before: unmarshall(OldImage) } : {}),
    ...(NewImage ? { after: unmarshall(NewImage) } : {}),
    ...(seconds === undefined ? {} : { at: new Date(seconds * 1000) }),
  };
};

export const sequenceNumberOf = (record: StreamRecord): string => record.dynamodb?.SequenceNumber ?? "";
