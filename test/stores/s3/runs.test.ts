import { afterAll, beforeAll, describe, inject } from "vitest";
import { itTakesRuns } from "../../support/stores/runs.ts";
import { BUCKET, type Server, startMoto } from "../../support/stores/s3/servers.ts";

describe.runIf(inject("moto"))("into S3", () => {
  let server: Server;
  let folders = 0;
  beforeAll(async () => {
    server = await startMoto();
  });
  afterAll(() => server?.stop());

  itTakesRuns(async () => ({ address: `s3://${BUCKET}/runs/${folders++}`, environment: server.environment }));
});
