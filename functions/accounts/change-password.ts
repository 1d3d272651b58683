import { noContent, personUseCase } from "../../shared/app/use-case.ts";
import type { AccountsDeps } from "./deps.ts";
import { routes } from "./manifest.ts";

export const changePassword = personUseCase(
  routes.changePassword,
  async ({ body, person }, { people }: AccountsDeps) => {
    await (await people()).changePassword(person.accessToken, body);
    return noContent();
  },
);
