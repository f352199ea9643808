// The schema registry that other tests use, tried by itself.
import { describe, expect, it } from "vitest";
import { hasRegistry, useRegistry } from "../support/servers/registry.ts";

describe.skipIf(!hasRegistry)("the registry", () => {
  const registry = useRegistry();

  it("keeps a schema for a subject, and returns it by its id", async () => {
    const schema = JSON.stringify({ type: "record", name: "a", fields: [] });
    const answer = await fetch(`${registry().url}/subjects/topic-value/versions`, {
      method: "POST",
      headers: { "content-type": "application/vnd.schemaregistry.v1+json" },
      body: JSON.stringify({ schema }),
    });
    const { id } = (await answer.json()) as { id: number };
    expect(await registry().get(`schemas/ids/${id}`)).toMatchObject({ schema });
  });
});
