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
    const forget = onInterrupt(() => heard.push(process.listenerCount("SIGHUP") - others));
    try {
      process.emit("SIGHUP");
    } finally {
      forget();
    }
    expect(heard).toEqual([1, 0]);
    expect(exit).toHaveBeenCalledWith(129);
  });
});
