"""An HTTP server on a free port, which it prints, that ends when its standard input does; and a session of Spark for it."""

import http.server
import json
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

SPARK_OPTIONS = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    # A file is one partition, so that its rows stay in order.
    "spark.sql.files.minPartitionNum": "1",
}


def start_spark():
    """Returns the session's future: Spark takes half a minute to start."""
    return ThreadPoolExecutor().submit(make_session)


def make_session():
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]")
    for key, value in SPARK_OPTIONS.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    return session


def answer_safely(answer, question):
    try:
        return answer(question)
    except Exception as error:  # Whatever a reader says is the answer.
        return {"error": f"{type(error).__name__}: {error}"[:2000]}


def serve(answer):
    """Answers each question with what the function returns, or with the error that it raises."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            body = json.dumps(answer_safely(answer, question), default=str).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *values):
            pass

    threading.Thread(target=end_with_input, daemon=True).start()
    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()


def end_with_input():
    sys.stdin.read()
    os._exit(0)
