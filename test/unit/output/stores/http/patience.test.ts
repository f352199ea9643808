import { describe, expect, it } from "vitest";
import { HttpFailure } from "../../../../../src/output/stores/http/failures.ts";
import { Patience, pauseMs, repeated } from "../../../../../src/output/stores/http/patience.ts";

const { signal } = new AbortController();
const cut = () => new HttpFailure("cut", "host:1", "the connection was cut");

describe("patience", () => {
  it("waits longer after each failure, from 0.1 s to 10 s, never twice the same time", () => {
    const pauses = Array.from({ length: 12 }, (_, index) => pauseMs(index + 1));
    expect(pauses[0]).toBeGreaterThanOrEqual(80);
    expect(pauses[0]).toBeLessThanOrEqual(120);
    expect(pauses[3]! / pauses[0]!).toBeGreaterThan(4);
    for (const pause of [...pauses, pauseMs(1e9)]) expect(pause).toBeLessThanOrEqual(12_000);
    expect(new Set(Array.from({ length: 9 }, () => pauseMs(5))).size).toBeGreaterThan(1);
  });

  it("repeats what may pass until it succeeds, and tells of each failure", async () => {
    const told: [unknown, number][] = [];
    const errors = [cut(), new Error("busy")];
    const result = await repeated(
      { signal, canPass: (error) => (error as Error).message === "busy", onFailure: (...each) => told.push(each) },
      async () => {
        const error = errors.shift();
        if (error) throw error;
        return "done";
      },
    );
    expect(result).toBe("done");
    expect(told.map(([error, failures]) => [(error as Error).message.slice(0, 6), failures])).toEqual([
      ["host:1", 1],
      ["busy", 2],
    ]);
  });

  it("throws what cannot pass at once", async () => {
    let attempts = 0;
    const final = new HttpFailure("untrusted", "host:1", "no trusted connection can be made");
    const attempt = async () => {
      attempts++;
      throw final;
    };
    await expect(repeated({ signal }, attempt)).rejects.toBe(final);
    expect(attempts).toBe(1);
  });

  it("throws the last error when the time is over, and begins anew after a success", async () => {
    const patience = new Patience({ signal, patienceMs: 0 });
    const first = cut();
    await expect(patience.wait(first)).rejects.toBe(first);
    const longer = new Patience({ signal, patienceMs: 150 });
    await longer.wait(cut());
    longer.reset();
    await longer.wait(cut());
    const last = cut();
    await expect(longer.wait(cut()).then(() => longer.wait(last))).rejects.toBe(last);
  });

  it("ends a pause when the signal comes", async () => {
    const control = new AbortController();
    const patience = new Patience({ signal: control.signal });
    for (let times = 0; times < 3; times++) await patience.wait(cut());
    const reason = new Error("interrupted");
    const waiting = patience.wait(cut());
    control.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(patience.wait(cut())).rejects.toBe(reason);
  });
});
