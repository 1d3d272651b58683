import { region } from "./open-machine.ts";

interface OperatorCall {
  method: string;
  path: string;
  body?: string;
  type?: string;
  /** `x-amz-target` */
  target?: string;
}

/** For services whose SDK client is no dependency of the project: the operator's signature is not checked. */
export const callAsOperator = (
  url: string,
  service: string,
  { method, path, body, type, target }: OperatorCall,
): Promise<Response> => {
  const authorization = `AWS4-HMAC-SHA256 Credential=operator/20260101/${region}/${service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=0`;
  const headers = {
    authorization,
    "x-amz-date": "20260101T000000Z",
    "content-type": type ?? "application/json",
    ...(target && { "x-amz-target": target }),
  };
  return fetch(url + path, { method, headers, ...(body !== undefined && { body }) });
};
