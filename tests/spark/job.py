"""Pipes JSON Lines through the filter on a Spark cluster.

    job.py MASTER PROGRAM INPUT OUTPUT RUNNING

The file RUNNING is written as soon as some parts are done and others are not.
"""

import os
import sys
import threading
import time

from pyspark import SparkConf, SparkContext

PARTS = 48


def tell_when_running(spark, path):
    tracker = spark.statusTracker()
    while True:
        for stage in tracker.getActiveStageIds():
            info = tracker.getStageInfo(stage)
            if info and info.numCompletedTasks >= 4:
                with open(path + ".new", "w") as file:
                    file.write(f"{info.numCompletedTasks} of {info.numTasks} parts done")
                os.rename(path + ".new", path)
                return
        time.sleep(0.05)


def main():
    master, program, source, target, running = sys.argv[1:]
    conf = SparkConf().setMaster(master).setAppName("dateline")
    conf.set("spark.driver.host", "127.0.0.1").set("spark.ui.enabled", "false")
    conf.set("spark.executor.memory", "512m").set("spark.executor.cores", "1")
    spark = SparkContext(conf=conf)
    spark.setLogLevel("WARN")
    threading.Thread(target=tell_when_running, args=(spark, running), daemon=True).start()
    stories = spark.textFile(source, PARTS)
    command = f"{program} annotate --jsonl --jobs 1"
    stories.pipe(command, checkCode=True).saveAsTextFile(target)
    spark.stop()


main()
