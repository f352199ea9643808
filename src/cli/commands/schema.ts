import { type Command, Option } from "commander";
import { checkStandardOutput, printOut } from "../../output/destinations/standard-output.ts";
import { fieldsOf } from "../../schema/choose.ts";
import type { Field } from "../../schema/fields.ts";
import type { Form } from "../../schema/forms/form.ts";
import { FORMS, type FormName } from "../../schema/forms/index.ts";
import { formatColumns } from "../../system/figures.ts";
import { printable } from "../../system/printable.ts";
import { anyText, oneOf } from "../../system/values.ts";
import { makeProgram, parse, refuse } from "../arguments/program.ts";

const FORM_NAMES = Object.keys(FORMS) as FormName[];

/** Other names of the forms. */
const OTHER_NAMES: Readonly<Record<string, FormName>> = {
  bq: "bigquery",
  jsonschema: "json-schema",
  pg: "postgres",
  psql: "postgres",
  pyspark: "spark",
  schema: "json-schema",
  structtype: "spark",
  ts: "typescript",
};

const widest = Math.max(...FORM_NAMES.map((name) => name.length));

const HELP = `
Forms:
${FORM_NAMES.map((name) => `  ${name.padEnd(widest)}  ${FORMS[name].what}`).join("\n")}

A field that some events lack takes nulls in a table. Instants are numbers, as in the files; the comment on such a column says how
to convert it. docs/reference/event-fields.md shows how to load events into each table.

Examples:
  eventsim schema                                          the fields, for a person
  eventsim schema --as postgres | psql
  eventsim schema --as duckdb --name week | duckdb week.duckdb
  eventsim schema --as typescript --tag trial > event.ts   events that all have a tag`;

interface SchemaOptions {
  as?: FormName;
  compat?: "interana";
  tag?: string;
  name?: string;
}

export function schemaProgram(): Command {
  const about = "Prints the fields of an event, as a table or as a definition for another program.";
  const form = new Option("--as <form>", "print a definition for another program");
  const engine = new Option("--compat <program>", "as for a run: fields of the original's engine");
  return makeProgram("eventsim schema", about)
    .addOption(form.choices(FORM_NAMES).argParser(oneOf(FORM_NAMES, OTHER_NAMES)))
    .option(
      "--name <name>",
      "name of the table, the interface or the record (default: events, SimulatedEvent or eventsim.Event)",
    )
    .option("--tag <text>", "as for a run: each event has a tag", anyText)
    .addOption(engine.choices(["interana"]).argParser(oneOf(["interana"])))
    .addHelpText("after", HELP);
}

/** Letters, digits and underscores, in parts; PostgreSQL truncates a longer part. */
const NAME = /^[A-Za-z_]\w{0,62}(\.[A-Za-z_]\w{0,62}){0,2}$/;

function problemsOfName(name: string | undefined, form: Form | undefined): string[] {
  if (name === undefined) return [];
  if (form === undefined) return ["--name needs --as: the table for a person has no name"];
  if (form.defaultName === undefined) return ["--name: this form has no name in it; leave it out"];
  const start = `--name ${printable(name)}: it must`;
  if (!NAME.test(name))
    return [
      `${start} be of letters, digits and underscores, such as events or analytics.events, each part at most 63 long`,
    ];
  const unfit = form.unfitName?.(name);
  return unfit === undefined ? [] : [`${start} ${unfit}`];
}

/** Advice for a form's name that was typed without --as. */
function adviceOn(operands: readonly string[]): string[] | undefined {
  const form = FORM_NAMES.find((name) => name === operands[0]);
  return form === undefined ? undefined : [`${form}: write --as ${form}`];
}

const EVENTS: Readonly<Record<Field["presence"], string>> = {
  always: "all",
  shown: "user shown",
  tagged: "with a tag",
  played: "song played",
};

function describe(fields: readonly Field[]): string {
  const rows = fields.map((field) => {
    const { name, type, presence, nullable, meaning } = field;
    return [name, nullable ? `${type} or null` : type, EVENTS[presence], meaning];
  });
  return `${formatColumns(["key", "type", "on events", "meaning"], rows).join("\n")}\n`;
}

/** `eventsim schema`: the fields of an event, for a person or for a program that reads events. */
export async function schema(args: string[]): Promise<void> {
  const program = schemaProgram();
  const { options, operands, problems, operandProblems } = parse<SchemaOptions>(program, args);
  const form = options.as === undefined ? undefined : FORMS[options.as];
  refuse(program.name(), [
    ...problems,
    ...problemsOfName(options.name, form),
    ...(adviceOn(operands) ?? operandProblems),
  ]);
  checkStandardOutput();
  const fields = fieldsOf({ compat: options.compat, hasTag: options.tag !== undefined });
  printOut(form === undefined ? describe(fields) : form.print(fields, options.name ?? form.defaultName ?? ""));
}
