/** Where the ARNs of this machine lie. */
export interface Place {
  region: string;
  accountId: string;
}

/** A name may already be an ARN. */
export const arnOf = (service: string, { region, accountId }: Place, kind: string, name: string): string =>
  name.startsWith("arn:") ? name : `arn:aws:${service}:${region}:${accountId}:${kind}${name}`;
