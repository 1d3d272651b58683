import type { IUserPool, IUserPoolClient } from "aws-cdk-lib/aws-cognito";
import type { FeatureFunction } from "./feature-function.ts";

/** The pool of people who sign in. */
export class PeopleAccess {
  readonly #userPool: IUserPool;
  readonly #client: IUserPoolClient;

  constructor(userPool: IUserPool, client: IUserPoolClient) {
    this.#userPool = userPool;
    this.#client = client;
  }

  /** Whose tokens to believe. That takes no right: the keys are public, and so is signing in. */
  setVariables(verifier: FeatureFunction): void {
    verifier.setVariable("USER_POOL_ID", this.#userPool.userPoolId);
    verifier.setVariable("USER_POOL_CLIENT_ID", this.#client.userPoolClientId);
  }

  /** Creates people, sets their passwords, notes that their address is theirs, and signs them out. */
  grantEnrol(enroller: FeatureFunction): void {
    this.grantFind(enroller);
    const operations = [
      ...["AdminCreateUser", "AdminDeleteUser", "AdminSetUserPassword"],
      ...["AdminUpdateUserAttributes", "AdminUserGlobalSignOut"],
    ];
    enroller.allow(
      operations.map((operation) => `cognito-idp:${operation}`),
      [this.#userPool.userPoolArn],
    );
  }

  /** Looks up who signs in with an address. */
  grantFind(reader: FeatureFunction): void {
    this.setVariables(reader);
    reader.allow(["cognito-idp:AdminGetUser"], [this.#userPool.userPoolArn]);
  }
}
