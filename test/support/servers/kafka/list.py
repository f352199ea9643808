"""Prints how many brokers a client of librdkafka finds: list.py SETTINGS SECONDS, with the settings as JSON."""

import json
import sys

from confluent_kafka.admin import AdminClient

print(len(AdminClient(json.loads(sys.argv[1])).list_topics(timeout=float(sys.argv[2])).brokers))
