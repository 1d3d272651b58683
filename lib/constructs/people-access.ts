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
  tell(verifier: FeatureFunction): void {
    verifier.tell("USER_POOL_ID", this.#userPool.userPoolId);
    verifier.tell("USER_POOL_CLIENT_ID", this.#client.userPoolClientId);
  }

  /** Creates people and sets their passwords. */
  grantEnrol(enroller: FeatureFunction): void {
    this.tell(enroller);
    enroller.allow(
      ["cognito-idp:AdminCreateUser", "cognito-idp:AdminGetUser", "cognito-idp:AdminSetUserPassword"],
      [this.#userPool.userPoolArn],
    );
  }
}
