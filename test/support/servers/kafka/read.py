"""Prints the messages of a topic, each as a line of JSON: read.py BROKERS TOPIC"""

import base64
import json
import sys

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, TopicPartition

SETTINGS = {
    "group.id": "eventsim-tests",
    "enable.auto.commit": False,
    "enable.partition.eof": True,
    "check.crcs": True,
    "auto.offset.reset": "error",
}


def text_of(message):
    key, headers = message.key(), message.headers() or []
    fields = [
        message.partition(),
        message.offset(),
        message.timestamp()[1],
        None if key is None else key.decode(),
        base64.b64encode(message.value()).decode(),
        [[name, value.decode()] for name, value in headers],
    ]
    return json.dumps(fields)


def main(brokers, topic):
    consumer = Consumer({**SETTINGS, "bootstrap.servers": brokers})
    partitions = consumer.list_topics(topic, 30).topics[topic].partitions
    consumer.assign([TopicPartition(topic, number, OFFSET_BEGINNING) for number in partitions])
    left = set(partitions)
    while left:
        for message in consumer.consume(10_000, 1):
            error = message.error()
            if error is None:
                print(text_of(message))
            elif error.code() == KafkaError._PARTITION_EOF:
                left.discard(message.partition())
            else:
                raise KafkaException(error)
    consumer.close()


main(*sys.argv[1:])
