import type { FileMetaData, RowGroup } from "hyparquet";
import { getMaxDefinitionLevel, getSchemaPath } from "hyparquet/src/schema.js";
import { FIELD_NAMES } from "../../schema/choose.ts";
import { printable } from "../../system/printable.ts";
import { COMPRESSORS, type ColumnInGroup, PARSERS } from "./codecs.ts";

/** The columns of events in the file. Throws Error for a file of something else. */
export function eventColumns({ schema }: FileMetaData): string[] {
  const own = new Set<string>(FIELD_NAMES);
  const names: string[] = [];
  for (const { name, num_children: children, repetition_type: repetition } of schema.slice(1)) {
    if (children || repetition === "REPEATED")
      throw new Error(`its column ${printable(name)} is nested; events have none`);
    if (own.has(name) && names.includes(name)) throw new Error(`it has the column ${name} twice`);
    if (own.has(name)) names.push(name);
  }
  if (names.length === 0) throw new Error("no column is a field of events, such as ts or page");
  return names;
}

/** The columns of a row group by name. Throws Error if they are not those of the schema. */
export function columnsOfGroup({ schema }: FileMetaData, group: RowGroup, names: readonly string[]) {
  return names.map((name) => {
    const metadata = group.columns.find(({ meta_data }) => meta_data?.path_in_schema[0] === name)?.meta_data;
    if (metadata === undefined) throw new Error(`a row group does not have the column ${name}`);
    const schemaPath = getSchemaPath(schema, [name]);
    const { element } = schemaPath.at(-1)!;
    if (metadata.type !== element.type) throw new Error(`the column ${name} has another type than in the schema`);
    const column: ColumnInGroup = {
      pathInSchema: [name],
      type: metadata.type,
      element,
      schemaPath,
      codec: metadata.codec,
      compressors: COMPRESSORS,
      parsers: PARSERS,
      isOptional: getMaxDefinitionLevel(schemaPath) > 0,
    };
    return { column, metadata };
  });
}
