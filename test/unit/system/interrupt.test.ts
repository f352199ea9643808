import { afterEach, describe, expect, it, vi } from "vitest";
import { onInterrupt } from "../../../src/system/signals.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

describe("a second signal", () => {
  it("ends the process only after the first one has cleaned up", () => {
    const others = process.listenerCount("SIGHUP");
    const heard: number[] = [];
    const exit = vi.spyOn(process, "exit").mockImplementation((() => {
      heard.push(process.listenerCount("SIGHUP") - others);
    }) as never);
    // Without a listener the system's own answer to a signal is in force again: the process ends where it stands.
    const forget = onInterrupt(() => void heard.push(process.listenerCount("SIGHUP") - others));
    try {
      process.emit("SIGHUP");
    } finally {
      forget();
    }
    expect(heard).toEqual([1, 0]);
    expect(exit).toHaveBeenCalledWith(129);
  });

  it("ends a process that is finishing, unless it comes with the first one", () => {
    const exit = vi.spyOn(process, "exit").mockImplementation((() => {}) as never);
    const now = vi.spyOn(performance, "now");
    const asked: number[] = [];
    const finish = (exitCode: number) => asked.push(exitCode) > 0;
    const forget = onInterrupt(() => {}, { finish });
    try {
      for (const ms of [1000, 1000, 1200]) {
        now.mockReturnValue(ms);
        process.emit("SIGHUP");
      }
      expect([asked, exit.mock.calls]).toEqual([[129], []]);
      now.mockReturnValue(1300);
      process.emit("SIGHUP");
      expect([asked, exit.mock.calls]).toEqual([[129], [[129]]]);
    } finally {
      forget();
    }
  });
});
