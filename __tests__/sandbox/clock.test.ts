import { ManualClock, ScaledClock } from "../../sandbox/clock";

const START = new Date("2026-11-24T00:00:00Z");

test("a manual clock stands still until it is advanced", () => {
  const clock = new ManualClock(START);
  expect(clock.now()).toBe(START.getTime());
  clock.advance(1500);
  expect(clock.now()).toBe(START.getTime() + 1500);
});

test("a scaled clock starts at its date and runs faster by its factor", () => {
  let machine = 1000;
  const clock = new ScaledClock(START, 120, () => machine);
  machine += 1000;
  expect(clock.now() - START.getTime()).toBe(120_000);
});

test("a new speed counts from now on, and leaves the time that has passed as it is", () => {
  let machine = 0;
  const clock = new ScaledClock(START, 10, () => machine);
  machine += 1000;
  clock.setSpeed(1);
  machine += 1000;
  expect(clock.now() - START.getTime()).toBe(11_000);
});

test("time can be advanced on a scaled clock too", () => {
  const clock = new ScaledClock(START, 10, () => 0);
  clock.advance(5000);
  expect(clock.now() - START.getTime()).toBe(5000);
});

test.each([-1, Number.NaN])("a clock does not go back: %p", (milliseconds) => {
  expect(() => new ManualClock(START).advance(milliseconds)).toThrow("a clock only goes forward");
});

test.each([0, -1, Number.NaN])("a speed is above 0: %p", (speed) => {
  expect(() => new ScaledClock(START, 1).setSpeed(speed)).toThrow("a clock's speed is above 0");
});
