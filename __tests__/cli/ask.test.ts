import { AwsProblem, ask } from "../../cli/aws/ask";

afterEach(() => jest.useRealTimers());

test("a request that nobody answers ends, and names the operation", async () => {
  jest.useFakeTimers();
  const asked = ask("eks:DescribeCluster", () => new Promise<string>(() => undefined));
  const ended = expect(asked).rejects.toThrow(
    new AwsProblem(
      "eks:DescribeCluster: no answer in 60 s; look at the network, and AWS_ENDPOINT_URL if it is set",
    ),
  );
  await jest.advanceTimersByTimeAsync(60_000);
  await ended;
});

test("an answer leaves no timer behind", async () => {
  jest.useFakeTimers();
  await expect(ask("eks:DescribeCluster", async () => "ACTIVE")).resolves.toBe("ACTIVE");
  expect(jest.getTimerCount()).toBe(0);
});
