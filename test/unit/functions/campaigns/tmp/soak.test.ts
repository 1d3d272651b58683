import { it } from "vitest";
import { badTemper } from "../../../../support/campaigns/provider.ts";
import { seeded } from "../../../../support/campaigns/random.ts";
import { dying, expectExactlyOnce, finished } from "../../../../support/campaigns/story.ts";
it("soak", { timeout: 900_000 }, async () => {
  const bad: string[] = [];
  for (let seed = 5000; seed < 7000; seed++) {
    const random = seeded(seed);
    const told = await finished(60 + random.below(80), { random, temper: badTemper, trouble: 0.04, dies: dying(random, 0.03, 5), workers: 1 + random.below(5) });
    await expectExactlyOnce(told).catch((e: unknown) => bad.push(`${seed} ${String(e).slice(0, 300)}`));
  }
  console.log(bad.length, bad.slice(0, 10).join("\n"));
});
