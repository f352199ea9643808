import type { FormName } from "../../src/schema/forms/index.ts";

/** How a printed schema is used. */
export interface Loading {
  /** Where the page's command writes the schema. */
  file: string;
  /** What to do with it. */
  sentence: string;
  /** What loads data/week.json, if the sentence does not say it all. */
  block?: { language: "python" | "sql" | "text" | "ts"; text: string };
}

/** What docs/reference/event-fields.md says of each form. The tier `readers` runs the blocks of SQL and Python. */
export const LOADING: Readonly<Record<FormName, Loading>> = {
  "json-schema": {
    file: "data/event.schema.json",
    sentence:
      "It validates each line, and knows which fields come together: a hidden user has no details, and only `NextSong` has a song.",
  },
  typescript: {
    file: "data/event.ts",
    sentence: "A program reads a line with it like this:",
    block: {
      language: "ts",
      text: 'import type { SimulatedEvent } from "./event.ts";\nconst event = JSON.parse(line) as SimulatedEvent;',
    },
  },
  avro: {
    file: "data/event.avsc",
    sentence: "`ts` and `registration` have the logical type `timestamp-millis`. With fastavro:",
    block: {
      language: "python",
      text: `import json, fastavro

schema = fastavro.schema.load_schema("data/event.avsc")
with open("data/week.json", encoding="utf8") as lines, open("data/week.avro", "wb") as output:
    fastavro.writer(output, schema, (json.loads(line) for line in lines))`,
    },
  },
  spark: {
    file: "data/events.ddl",
    sentence: "Spark treats every column of a file as nullable, whatever the schema says.",
    block: {
      language: "python",
      text: `schema = open("data/events.ddl").read()
events = spark.read.schema(schema).json("data/week.json", mode="FAILFAST")`,
    },
  },
  duckdb: {
    file: "data/events.sql",
    sentence: "`.read data/events.sql` makes the table. Then:",
    block: { language: "sql", text: "COPY events FROM 'data/week.json' (FORMAT json);" },
  },
  postgres: {
    file: "data/events.sql",
    sentence: "`\\i data/events.sql` in psql makes the table. Then:",
    block: {
      language: "sql",
      text: `CREATE TEMPORARY TABLE lines (line jsonb);
\\copy lines FROM 'data/week.json' (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')
INSERT INTO events SELECT event.* FROM lines, jsonb_populate_record(NULL::events, line) AS event;`,
    },
  },
  clickhouse: {
    file: "data/events.sql",
    sentence: "`clickhouse-client --queries-file data/events.sql` makes the table. Then:",
    block: { language: "sql", text: "INSERT INTO events FROM INFILE 'data/week.json' FORMAT JSONEachRow" },
  },
  bigquery: {
    file: "data/events-schema.json",
    sentence: "`bq load` makes the table and loads it:",
    block: {
      language: "text",
      text: "bq load --source_format=NEWLINE_DELIMITED_JSON mydataset.events data/week.json data/events-schema.json",
    },
  },
};
