"""The questions of columnar/compare.py, answered with the Spark that this Python has."""

from columnar import spark
from columnar.compare import compare
from serve import serve, start_spark

if __name__ == "__main__":
    session = start_spark()
    serve(lambda question: compare(question, spark.readers_of(session), spark.counters_of(session)))
