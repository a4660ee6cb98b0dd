#!/usr/bin/env bash
# The filter under a real Spark: a master and two workers, each a process of
# its own, one of which is killed while the job runs. The result must be that
# of a single run, byte for byte.
#
#   tests/spark/run.sh [PROGRAM]     default: target/release/dateline
#
# Needs Python 3. A Java runtime and PySpark are installed where they are
# missing, PySpark (500 MB) into $SPARK_VENV, default target/spark. Not part of
# `cargo test`: it takes minutes, most of them the installing.
set -euo pipefail
cd "$(dirname "$0")/../.."
program=$(realpath "${1:-target/release/dateline}")
venv=${SPARK_VENV:-target/spark}
stories=${STORIES:-6000}

if ! command -v java >/dev/null; then
    apt-get update -q
    apt-get install -q -y --no-install-recommends default-jre-headless
fi
if [ ! -x "$venv/bin/python" ]; then
    python3 -m venv "$venv"
fi
if ! "$venv/bin/python" -c 'import pyspark' 2>/dev/null; then
    "$venv/bin/pip" install --quiet pyspark
fi
python=$(realpath "$venv")/bin/python
spark=$("$python" -c 'import os, pyspark; print(os.path.dirname(pyspark.__file__))')

work=$(mktemp -d)
started=()
finish() {
    kill "${started[@]}" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT
export SPARK_HOME=$spark SPARK_LOG_DIR=$work SPARK_LOCAL_IP=127.0.0.1 PYSPARK_PYTHON=$python
export SPARK_WORKER_DIR=$work/workers DATELINE_HOME=$work/home

"$python" tests/spark/stories.py "$stories" > "$work/in.jsonl"
"$program" annotate --jsonl < "$work/in.jsonl" > "$work/single.jsonl"

free_port() {
    "$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Until a condition holds, for at most two minutes.
until_holds() {
    for _ in $(seq 600); do
        if "$@"; then return 0; fi
        sleep 0.2
    done
    echo "gave up waiting for: $*" >&2
    tail -n 20 "$work"/*.log >&2
    return 1
}

port=$(free_port)
"$spark/bin/spark-class" org.apache.spark.deploy.master.Master \
    --host 127.0.0.1 --port "$port" --webui-port 0 > "$work/master.log" 2>&1 &
started+=($!)
until_holds grep -q 'Starting Spark master' "$work/master.log"
for number in 1 2; do
    "$spark/bin/spark-class" org.apache.spark.deploy.worker.Worker \
        --host 127.0.0.1 --webui-port 0 --cores 1 --memory 1g \
        "spark://127.0.0.1:$port" > "$work/worker$number.log" 2>&1 &
    started+=($!)
done
victim=${started[2]}
for number in 1 2; do
    until_holds grep -q 'Successfully registered with master' "$work/worker$number.log"
done

"$python" tests/spark/job.py "spark://127.0.0.1:$port" "$program" \
    "$work/in.jsonl" "$work/out" "$work/running" > "$work/job.log" 2>&1 &
job=$!
started+=("$job")
until_holds test -e "$work/running"
# The shell need not tell of it.
disown "$victim"
kill -KILL "$victim"
echo "killed one of two workers while the job ran ($(cat "$work/running"))"
if ! wait "$job"; then
    tail -n 40 "$work/job.log" >&2
    exit 1
fi
grep -q 'lost worker\|Lost executor\|Removing worker' "$work/master.log" "$work/job.log"

cat "$work"/out/part-* > "$work/spark.jsonl"
cmp "$work/single.jsonl" "$work/spark.jsonl"
echo "the same as a single run: $(wc -l < "$work/spark.jsonl") stories"

# A filter that fails must fail the job: that is what checkCode is for.
if "$python" tests/spark/job.py "spark://127.0.0.1:$port" /bin/false \
    "$work/in.jsonl" "$work/failed" "$work/running2" > "$work/failed.log" 2>&1; then
    echo "a failing filter went unnoticed" >&2
    exit 1
fi
echo "a failing filter fails the job"
