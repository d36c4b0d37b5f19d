"""A session of Spark on the machines that a word names: `spark://host:port`, `local-cluster[2,1,1024]` or `local[2]`."""

import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

import jiannuo
from jiannuo.core.engines import judging_problems as kinds
from jiannuo.core.values.kept_code import DIRECTORY_VARIABLE
from jiannuo.core.values.problems import Refusal

_HERE = "127.0.0.1"
_ROOT = Path(jiannuo.__file__).parents[1]


@contextmanager
def session(master: str) -> Iterator[SparkSession]:
    """Yield a session and end it; raise Refusal where there is no Java or nobody answers.

    The machines need the same Python with jiannuo at the same place; PYSPARK_PYTHON names another one.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # about versions of pandas, which nothing here asks for
            opened = _opened(master)
    except (PySparkException, Py4JError, OSError) as error:
        raise Refusal(kinds.SPARK_UNREACHABLE.at(master=master, reason=str(error).splitlines()[0])) from error
    try:
        yield opened
    finally:
        opened.stop()


def _opened(master: str) -> SparkSession:
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # there is no other way to tell
    builder = SparkSession.builder.master(master).appName("jiannuo")
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "262144",
        "spark.executorEnv.PYTHONPATH": os.pathsep.join([str(_ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(
            os.pathsep
        ),
    }
    if DIRECTORY_VARIABLE in os.environ:
        settings[f"spark.executorEnv.{DIRECTORY_VARIABLE}"] = os.environ[DIRECTORY_VARIABLE]
    if master.startswith("local") or _HERE in master or "localhost" in master:
        settings |= {"spark.driver.host": _HERE, "spark.driver.bindAddress": _HERE}
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()
