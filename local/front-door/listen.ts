import type { Server } from "node:http";

/** Opens the server for this machine alone: its port. @throws Error with a sentence when another program has the port. */
export const listenOnLoopback = (server: Server, port: number): Promise<number> => {
  // Functions keep their connections; a server that closes first makes their next call fail now and then.
  server.keepAliveTimeout = 75_000;
  server.headersTimeout = 80_000;
  server.requestTimeout = 0;
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(
        error.code === "EADDRINUSE"
          ? new Error(`Port ${port} is taken: is Clientèle already running? PORT chooses another.`)
          : error,
      );
    });
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
};
