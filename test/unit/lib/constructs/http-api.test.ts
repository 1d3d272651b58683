import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import cdk from "../../../../cdk.json" with { type: "json" };
import { Samples } from "../../../support/sample-feature.ts";
import { synthesise } from "../../../support/synth.ts";
import { record, resources } from "../../../support/template.ts";

const { main } = synthesise([Samples]);
const inDomain = synthesise([Samples], "prod").main;

describe("the HTTP API", () => {
  it("has the paths of the manifest, all of one function, and one permission for them", () => {
    const keys = resources(main, "AWS::ApiGatewayV2::Route").map(({ properties }) => properties.RouteKey);
    expect(keys.sort()).toEqual(["$default", "ANY /v1/samples", "ANY /v1/samples/{id}"]);
    main.resourceCountIs("AWS::Lambda::Permission", 1);
  });

  it("writes an access log without persons: no address, no path, no agent", () => {
    const [stage] = resources(main, "AWS::ApiGatewayV2::Stage");
    const format = String(record(stage?.properties.AccessLogSettings).Format);
    expect(Object.keys(JSON.parse(format))).toContain("route");
    expect(format).not.toMatch(/sourceIp|userAgent|context\.path|authorizer|identity/);
  });

  it("slows down everybody together", () => {
    main.hasResourceProperties("AWS::ApiGatewayV2::Stage", {
      DefaultRouteSettings: { ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 },
    });
  });

  it("answers under its own name alone where it has one", () => {
    inDomain.hasResourceProperties("AWS::ApiGatewayV2::Api", { DisableExecuteApiEndpoint: true });
    inDomain.hasResourceProperties("AWS::ApiGatewayV2::DomainName", { DomainName: "api.example.com" });
    inDomain.hasResourceProperties("AWS::Lambda::Function", {
      Environment: { Variables: Match.objectLike({ PUBLIC_URL: "https://api.example.com" }) },
    });
  });

  it("lets the scripts of named web sites call it, and of no others", () => {
    main.hasResourceProperties("AWS::ApiGatewayV2::Api", { CorsConfiguration: Match.absent() });
    const open = { ...cdk.context.stages.dev, allowedOrigins: ["https://app.example.com"] };
    synthesise([Samples], "dev", { dev: open }).main.hasResourceProperties("AWS::ApiGatewayV2::Api", {
      CorsConfiguration: Match.objectLike({
        AllowOrigins: ["https://app.example.com"],
        AllowHeaders: Match.arrayWith(["Idempotency-Key", "If-Match"]),
      }),
    });
  });
});
