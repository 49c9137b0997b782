import { createServer, type ServerResponse } from "node:http";

/*
 * A cluster, as HAProxy sees it: answers every request with its name. Runs as a process of its own, so that it can be
 * killed. It tells its parent its port; it holds what asks for /held until the parent says "release", and counts.
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
// As ingress controllers have it: longer than HAProxy keeps an idle connection.
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
