import { TransactionRefused } from "./commit.ts";

/** Waits for a write that may be refused: whoever was faster was right. */
export const unlessRefused = async (writing: Promise<void>): Promise<void> => {
  try {
    await writing;
  } catch (error) {
    if (!(error instanceof TransactionRefused)) throw error;
  }
};
