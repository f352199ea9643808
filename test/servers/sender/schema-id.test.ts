// What a run asks of a schema registry, of a real one.
import { describe, expect, it } from "vitest";
import { avroSchemaOf } from "../../../src/output/codecs/avro.ts";
import { registerSchema } from "../../../src/output/kafka/registry.ts";
import { RunError } from "../../../src/system/errors.ts";
import { hasRegistry, useRegistry } from "../../support/servers/registry.ts";

describe.skipIf(!hasRegistry)("a schema of events", () => {
  const registry = useRegistry();
  const SCHEMA = avroSchemaOf(undefined, undefined);

  it("is registered once, is what the registry returns by its id, and has a new version with other fields", async () => {
    const settings = { url: registry().url, subject: "events-value" };
    const id = await registerSchema(settings, SCHEMA);
    expect(await registerSchema(settings, SCHEMA)).toBe(id);
    expect(await registry().get(`schemas/ids/${id}`)).toMatchObject({ schema: SCHEMA });
    expect(await registerSchema(settings, avroSchemaOf(undefined, "trial"))).not.toBe(id);
    expect(await registry().get("subjects/events-value/versions")).toEqual([1, 2]);
  });

  it("that is incompatible with the subject's is refused with what the registry says", async () => {
    const settings = { url: registry().url, subject: "strict-value" };
    const other = { type: "record", name: "Event", namespace: "eventsim", fields: [{ name: "weight", type: "int" }] };
    await registerSchema(settings, JSON.stringify(other));
    await fetch(`${settings.url}/config/strict-value`, {
      method: "PUT",
      headers: { "content-type": "application/vnd.schemaregistry.v1+json" },
      body: JSON.stringify({ compatibility: "FULL" }),
    });
    const error = await registerSchema(settings, SCHEMA).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RunError);
    expect((error as RunError).message).toMatch(/answers 409 \(409: .*\): the subject strict-value has a schema/s);
  });

  it("is refused where there is no registry", async () => {
    const { origin } = new URL(registry().url);
    await expect(registerSchema({ url: origin, subject: "events-value" }, SCHEMA)).rejects.toThrow(
      /answers 404 .*is it a registry\?/,
    );
  });
});
