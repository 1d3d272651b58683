import { createSign, generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tokenVerifier } from "../../../../shared/app/verify-token.ts";

const region = "ca-central-1";
const userPoolId = "ca-central-1_Pool";
const clientId = "our-client";
const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 });

const keyServer = createServer((request, response) => {
  const known = request.url === `/${userPoolId}/.well-known/jwks.json`;
  response.writeHead(known ? 200 : 404, { "content-type": "application/json" });
  response.end(
    JSON.stringify({ keys: [{ ...publicKey.export({ format: "jwk" }), kid: "k1", alg: "RS256", use: "sig" }] }),
  );
});
let endpoint = "";

beforeAll(async () => {
  keyServer.listen(0, "127.0.0.1");
  await once(keyServer, "listening");
  const address = keyServer.address();
  endpoint = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
});
afterAll(() => void keyServer.close());

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const seconds = () => Math.floor(Date.now() / 1000);

const aToken = (claims: object = {}, key = privateKey) => {
  const payload = {
    sub: "person-1",
    iss: `${endpoint}/${userPoolId}`,
    token_use: "access",
    client_id: clientId,
    iat: seconds(),
    exp: seconds() + 3600,
    ...claims,
  };
  const content = `${base64url({ alg: "RS256", kid: "k1" })}.${base64url(payload)}`;
  return `${content}.${createSign("RSA-SHA256").update(content).sign(key, "base64url")}`;
};

const verify = (token: string) => tokenVerifier({ region, userPoolId, clientId, endpoint })(token);

describe("an access token", () => {
  it("of our pool and client names the person", async () => {
    expect(await verify(aToken())).toBe("person-1");
  });

  it.each([
    ["has expired", { exp: seconds() - 1 }],
    ["is an id token", { token_use: "id" }],
    ["was made for another client", { client_id: "somebody-else" }],
    ["comes from another pool", { iss: "https://cognito-idp.ca-central-1.amazonaws.com/ca-central-1_Other" }],
    ["names nobody", { sub: undefined }],
  ])("is refused when it %s", async (_, claims) => {
    await expect(verify(aToken(claims))).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("is refused when somebody else signed it", async () => {
    await expect(verify(aToken({}, stranger.privateKey))).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("is refused when it is no token at all", async () => {
    await expect(verify("nonsense")).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("is not called invalid when the pool's keys cannot be read", async () => {
    const nowhere = { region, userPoolId, clientId, endpoint: `${endpoint}/nowhere` };
    await expect(tokenVerifier(nowhere)(aToken())).rejects.toMatchObject({ code: "unavailable" });
  });
});
