import { createServer, type ServerResponse } from "node:http";

/*
 * A cluster for HAProxy: answers every request with its name, and counts requests. Runs in a process of its own, so that
 * a test can kill it. Sends its port to the parent. Holds requests for /held until the parent sends "release".
 */

const [name = ""] = process.argv.slice(2);
const held: ServerResponse[] = [];
let requests = 0;

const server = createServer((request, response) => {
  if (request.url === "/health") {
    response.end();
    return;
  }
  requests += 1;
  request.resume();
  if (request.url === "/held") {
    held.push(response);
    process.send?.({ held: held.length });
  } else {
    response.end(name);
  }
});
// Longer than HAProxy keeps an idle connection, as in ingress controllers.
server.keepAliveTimeout = 75_000;

process.on("message", (message) => {
  if (message === "release") {
    for (const response of held.splice(0)) {
      response.end(name);
    }
  }
  process.send?.({ requests });
});
process.on("disconnect", () => process.exit());

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.({ port: typeof address === "object" ? address?.port : undefined });
});
