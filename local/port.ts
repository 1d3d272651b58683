import { createServer } from "node:net";

/**
 * A port of the loopback interface on which nobody listens: the wanted one, or any for 0.
 * @throws when it is taken or may not be had.
 */
export const findPort = (wanted: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => reject(new Error(complaint(wanted, error))));
    probe.listen(wanted, "127.0.0.1", () => {
      const address = probe.address();
      const port = address !== null && typeof address === "object" ? address.port : wanted;
      probe.close(() => resolve(port));
    });
  });

const complaint = (port: number, error: NodeJS.ErrnoException): string => {
  if (error.code === "EADDRINUSE")
    return `Port ${port} is taken. Stop what uses it, or choose another: PORT=${port + 1} npm start`;
  if (error.code === "EACCES")
    return `Port ${port} may not be opened by this user. Choose one above 1023: PORT=4000 npm start`;
  return `Port ${port} cannot be opened: ${error.message}`;
};
