"""The commands of docs/guide/cluster.md for Spark, on a cluster of this machine, with fewer users and a folder in the place of HDFS."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pyspark
from cluster import Cluster

from eventsim_data import command

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "guide" / "cluster.md"


def scaled(line: str, cluster: Cluster, folder: Path) -> str:
    line = line.replace("spark://head:7077", cluster.url).replace("hdfs://head:8020", str(folder))
    return re.sub(r"--tasks \d+", "--tasks 3", re.sub(r"-n \w+", "-n 60", line)).replace("2026-01-12", "2026-01-07")


def test_the_cluster_writes_what_the_guide_says(tmp_path: Path) -> None:
    lines = re.findall(r"^bin/eventsim (spark .*)$", GUIDE.read_text(), re.MULTILINE)
    assert len(lines) == 2
    counts = []
    with Cluster(tmp_path) as cluster:
        tools = tmp_path / "tools"
        tools.mkdir()
        (tools / "python3").symlink_to(sys.executable)
        (tools / "spark-submit").symlink_to(Path(pyspark.__file__).parent / "bin" / "spark-submit")
        environment = {**cluster.environment(), "PATH": f"{tools}:{os.environ['PATH']}"}
        for line in lines:
            arguments = scaled(line, cluster, tmp_path).split()
            printed = subprocess.run(command(arguments), stdout=subprocess.PIPE, check=True, text=True).stdout
            done = subprocess.run(["bash", "-c", printed], env=environment, capture_output=True, text=True, timeout=600, check=False)
            assert done.returncode == 0, done.stderr[-4000:]
            counts.append(re.findall(r"^(3 shares: 3 files, [\d,]+ events, [\d,]+ bytes) in ", done.stdout, re.MULTILINE))
    assert counts[0] == counts[1]
    assert len(counts[0]) == 1
    for name in ("trial", "week"):
        checked = subprocess.run(command(["verify", str(tmp_path / "events" / name)]), capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stdout + checked.stderr
