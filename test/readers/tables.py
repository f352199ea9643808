"""Makes the table or the record that `eventsim schema` prints, and loads a file of events into it.

Each function takes the printed text, what loads a file of lines (the statement or the program that docs/reference/event-fields.md shows),
and expressions that make an instant of a column. It returns the `columns` as the program itself describes them, the `rows`, and the
`instants`, a list for each expression.
"""

import io
import json

import chdb.session
import duckdb
import fastavro
from google.auth.credentials import AnonymousCredentials
from google.cloud import bigquery


def of_duckdb(text, loading, expressions):
    connection = duckdb.connect()
    connection.execute(text)
    connection.execute(loading)
    described = connection.execute(
        "select column_name, data_type, is_nullable, comment from duckdb_columns() where table_name = 'events' order by column_index"
    ).fetchall()
    relation = connection.execute('select * from "events"')
    names = [column[0] for column in relation.description]
    rows = [dict(zip(names, row)) for row in relation.fetchall()]
    instants = [
        [row[0] for row in connection.execute(f'select cast({each} as varchar) from "events"').fetchall()]
        for each in expressions
    ]
    return [dict(zip(("name", "type", "nullable", "comment"), row)) for row in described], rows, instants


def of_spark(text, loading, expressions, spark):
    """What Spark reads of a file may be null, whatever the schema says, so the schema itself is looked at."""
    described = [
        {
            "name": field.name,
            "type": field.dataType.simpleString(),
            "nullable": field.nullable,
            "comment": field.metadata.get("comment"),
        }
        for field in spark.createDataFrame([], text).schema.fields
    ]
    names = {"spark": spark}
    exec(loading, names)
    frame = names["events"]
    rows = [row.asDict() for row in frame.collect()]
    instants = [
        [row[0] for row in frame.selectExpr(f"cast({each} as string)").collect()] for each in expressions
    ]
    return described, rows, instants


def of_clickhouse(text, loading, expressions):
    session = chdb.session.Session()

    def lines(query):
        return [json.loads(line) for line in str(session.query(query, "JSONEachRow")).splitlines()]

    try:
        # Else 64-bit integers are strings in the answers, and NaN is null.
        session.query("SET output_format_json_quote_64bit_integers = 0, output_format_json_quote_denormals = 1")
        session.query(text)
        session.query(loading)
        described = [
            {"name": row["name"], "type": row["type"], "nullable": "Nullable" in row["type"], "comment": row["comment"]}
            for row in lines("DESCRIBE TABLE events")
        ]
        rows = lines("SELECT * FROM events")
        doubles = [column["name"] for column in described if "Float64" in column["type"]]
        for row in rows:
            row.update({name: float(row[name]) for name in doubles if row[name] is not None})
        instants = [[row["at"] for row in lines(f"SELECT toString({each}) AS at FROM events")] for each in expressions]
    finally:
        session.close()
    return described, rows, instants


def of_avro(text, loading, expressions):
    """Instants come back as such by themselves."""
    fields = json.loads(text)["fields"]
    names = {}
    exec(loading, names)
    with open(names["output"].name, "rb") as file:
        rows = list(fastavro.reader(file))
    instants = [[str(row[name]) for row in rows if row[name] is not None] for name in expressions]
    for row in rows:
        row.update({name: round(row[name].timestamp() * 1000) for name in expressions if row[name] is not None})
    described = [
        {
            "name": field["name"],
            "type": json.dumps(field["type"]),
            "nullable": isinstance(field["type"], list),
            "comment": field["doc"],
        }
        for field in fields
    ]
    return described, rows, instants


def of_bigquery(text, loading, expressions):
    """There is no server, so the client's own reader of schema files reads it and turns it into types of SQL."""
    client = bigquery.Client(project="none", credentials=AnonymousCredentials())
    fields = client.schema_from_json(io.StringIO(text))
    described = [
        {
            "name": field.name,
            "type": field.to_standard_sql().type.type_kind.name,
            "nullable": field.is_nullable,
            "comment": field.description,
        }
        for field in fields
    ]
    return described, [], []


TABLES = {
    "avro": of_avro,
    "bigquery": of_bigquery,
    "clickhouse": of_clickhouse,
    "duckdb": of_duckdb,
    "spark": of_spark,
}


def load(question, spark):
    """What the program that a question names makes of the text and the file."""
    form = question["form"]
    values = [question["text"], question["loading"], question["expressions"]]
    columns, rows, instants = TABLES[form](*values, *([spark.result()] if form == "spark" else []))
    return {"columns": columns, "rows": rows, "instants": instants}
