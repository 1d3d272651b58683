export interface SeedContext {
  /** `http://127.0.0.1:4000/v1` */
  apiUrl: string;
  /** Base address of the front door, without a slash at the end. */
  url: string;
  dataDir: string;
  log(line: string): void;
}

export interface SeededAccount {
  id: string;
  name: string;
  apiKey: string;
  owner: { email: string; password: string };
}

/** Called at every start once everything answers; gives the demo accounts, whether new or of an earlier start. */
export async function seed(_: SeedContext): Promise<SeededAccount[]> {
  return [];
}
