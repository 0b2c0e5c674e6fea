// SPDX-License-Identifier: Apache-2.0
#include "core/script/inspect.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <memory>
#include <vector>

#include <tree_sitter/api.h>

extern "C" const TSLanguage *tree_sitter_python(void);

using namespace Qt::StringLiterals;
using namespace drydock;

namespace {

/// A flow script of about so many lines, of the kinds of code that flows are made of.
QByteArray flowScript(int lines)
{
    QByteArray script = R"(# A flow that loads, cleans and stores tables.
from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Dict, List, Optional

import numpy as np
import pandas as pd
from google.cloud import storage
from prefect import flow, get_run_logger, task
from prefect.blocks.system import Secret

try:
    import ujson as json
except ImportError:
    import json

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

BUCKET = "s3://company-tables"
DEFAULTS = {"retries": 3, "delay": timedelta(seconds=30), "columns": ["id", "name", "value"]}

)";
    const QByteArray part = R"(@task(name="load table %1", retries=DEFAULTS["retries"], retry_delay_seconds=10)
def load_table_%1(path: str, columns: Optional[List[str]] = None, **options: Any) -> pd.DataFrame:
    """Reads one table.

    Columns that are missing become empty; the rest is kept as it is.
    """
    import pyarrow.parquet as parquet

    logger = get_run_logger()
    frame = parquet.read_table(f"{BUCKET}/{path}/part-{%1:05d}.parquet", columns=columns or DEFAULTS["columns"]).to_pandas()
    for name in columns or []:
        if name not in frame.columns:
            logger.warning("Table %s lacks column %s", path, name)
            frame[name] = np.nan
    frame["loaded"] = datetime.utcnow() - timedelta(days=%1 % 7)
    return frame[(frame["value"] > 0) & (frame["id"] != -1)].reset_index(drop=True)


class Table%1:
    kind = "table"

    def __init__(self, frame: pd.DataFrame, limits: Dict[str, float]) -> None:
        self.frame = frame
        self.limits = {key: float(value) * 1.5 for key, value in limits.items() if value is not None}

    def clean(self, *, strict: bool = False) -> "Table%1":
        try:
            lower, upper = self.limits["lower"], self.limits["upper"]
        except KeyError as error:
            raise ValueError(f"no limit called {error} for {self.kind!r}") from error
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = self.frame["value"] / self.frame["value"].mean()
        self.frame = self.frame[lambda f: (ratio >= lower) & (ratio <= upper if strict else True)]
        return self


@flow(name="table-%1")
def flow_%1(day: str = "2024-01-01", verbose: bool = False) -> int:
    table = Table%1(load_table_%1(day, columns=["id", "value"]), {"lower": 0.1, "upper": 10})
    if verbose and sys.platform != "win32":
        print(json.dumps({"rows": len(table.frame), "host": os.environ.get("HOSTNAME", "")}, indent=2))
    client = storage.Client(project=Secret.load("project").get())
    client.bucket("tables").blob(f"{day}/%1.csv").upload_from_string(table.clean(strict=True).frame.to_csv())
    return len(table.frame)


)";
    for (int number = 1; script.count('\n') < lines; ++number)
        script += QByteArray(part).replace("%1", QByteArray::number(number));
    return script + "if __name__ == \"__main__\":\n    flow_1.serve(name=\"tables\")\n";
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void parseAlone(const QByteArray &source)
{
    const std::unique_ptr<TSParser, decltype(&ts_parser_delete)> parser(ts_parser_new(), ts_parser_delete);
    ts_parser_set_language(parser.get(), tree_sitter_python());
    const std::unique_ptr<TSTree, decltype(&ts_tree_delete)> tree(
        ts_parser_parse_string(parser.get(), nullptr, source.constData(), static_cast<uint32_t>(source.size())), ts_tree_delete);
    QVERIFY(tree);
}

} // namespace

class InspectionBench : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneScriptAlone()
    {
        const int rounds = qEnvironmentVariable("DRYDOCK_BENCH") == u"short" ? 3 : 101;
        QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath(u"alone/.git"_s));
        const QByteArray source = flowScript(2000);
        QFile file(folder.filePath(u"alone/flow.py"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(source), source.size());
        file.close();

        QElapsedTimer timer;
        timer.start();
        const auto script = inspectScript(file.fileName());
        const double first = double(timer.nsecsElapsed()) / 1e6; // the tables of names are read once in a program's life
        QVERIFY(script);
        QVERIFY(script->flows.size() > 20);
        QCOMPARE(script->imports.size(), 20 + script->flows.size());

        std::vector<double> parsing;
        std::vector<double> inspecting;
        for (int round = 0; round < rounds; ++round) {
            timer.start();
            parseAlone(source);
            parsing.push_back(double(timer.nsecsElapsed()) / 1e6);
            timer.start();
            QVERIFY(inspectScript(file.fileName()));
            inspecting.push_back(double(timer.nsecsElapsed()) / 1e6);
        }
        qInfo("%lld lines, %lld bytes: inspected in %.2f ms, parsed alone in %.2f ms, ratio %.2f; the first time %.2f ms",
              qlonglong(source.count('\n')), qlonglong(source.size()), median(inspecting), median(parsing),
              median(inspecting) / median(parsing), first);
    }
};

QTEST_GUILESS_MAIN(InspectionBench)
#include "bench_inspection.moc"
