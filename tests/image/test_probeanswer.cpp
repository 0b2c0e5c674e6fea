// SPDX-License-Identifier: Apache-2.0
#include "core/image/probeanswer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace drydock;
using namespace Qt::StringLiterals;

class TestProbeAnswer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAnAnswer();
    void bearsItCutAnywhere();
    void aNameOfControlCharactersIsNone();
    void bearsNonsense_data();
    void bearsNonsense();
    void knowsEntrypoints_data();
    void knowsEntrypoints();

private:
    static QByteArray answer()
    {
        const QByteArray metadata = "Name: six\nVersion: 1.16\n";
        const QByteArray record = "six.py,,\nsix-1.16.dist-info/RECORD,,\n";
        const QJsonObject python{{u"path"_s, u"/usr/bin/python3"_s},
                                 {u"version"_s, u"3.11.2"_s},
                                 {u"prefix"_s, u"/usr"_s},
                                 {u"sys_path"_s, QJsonArray{u"/usr/lib/python3.11"_s, u"/site"_s}},
                                 {u"standard"_s, u"/usr/lib/python3.11"_s},
                                 {u"builtin"_s, QJsonArray{u"sys"_s}},
                                 {u"default"_s, true}};
        const QJsonObject head{
            {u"interpreters"_s, QJsonArray{python}},
            {u"folders"_s,
             QJsonObject{{u"/usr/lib/python3.11"_s, QJsonArray{u"json/"_s, u"os.py"_s}},
                         {u"/usr/lib/python3.11/json"_s, QJsonArray{u"decoder.py"_s, u"__init__.py"_s}},
                         {u"/site"_s, QJsonArray{u"six.py"_s, u"own.py"_s, u"six-1.16.dist-info/"_s, u"link/@"_s}}}},
            {u"files"_s,
             QJsonArray{QJsonArray{u"/site/six-1.16.dist-info/METADATA"_s, metadata.size()},
                        QJsonArray{u"/site/six-1.16.dist-info/RECORD"_s, record.size()}}},
            {u"uv"_s, u"uv 0.8.3 (x)\n"_s},
            {u"has_git"_s, true}};
        return QJsonDocument(head).toJson(QJsonDocument::Compact) + '\n' + metadata + record;
    }
    static Image image()
    {
        Image image;
        image.reference = u"some:1"_s;
        return image;
    }
};

void TestProbeAnswer::readsAnAnswer()
{
    const ImageContents contents = readProbeAnswer(answer(), image());
    QVERIFY(!contents.error);
    QCOMPARE(contents.uv, u"0.8.3"_s);
    QVERIFY(contents.hasGit && !contents.hasCompiler);
    const Interpreter *python = contents.defaultInterpreter();
    QVERIFY(python);
    QCOMPARE(python->standardLibrary, (QStringList{u"json"_s, u"json.decoder"_s, u"os"_s, u"sys"_s}));
    QCOMPARE(python->distributions.size(), 2);
    QCOMPARE(python->distributions[0].name, u"six"_s);
    QCOMPARE(python->distributions[0].modules, QStringList{u"six"_s});
    QCOMPARE(python->distributions[1].source, u"files"_s);
    QCOMPARE(python->distributions[1].modules, QStringList{u"own"_s});
}

void TestProbeAnswer::bearsItCutAnywhere()
{
    const QByteArray whole = answer();
    for (qsizetype size = 0; size < whole.size(); ++size) {
        const ImageContents contents = readProbeAnswer(whole.first(size), image());
        QVERIFY(contents.error);
        QCOMPARE(contents.error->code, u"image-unreadable"_s);
        QVERIFY(contents.error->sentence.contains("some:1"_L1));
    }
}

void TestProbeAnswer::aNameOfControlCharactersIsNone()
{
    QByteArray text = answer();
    text.replace("Name: six", "Name: \1\1\1");
    const ImageContents contents = readProbeAnswer(text, image());
    QVERIFY(!contents.error);
    QCOMPARE(contents.interpreters.front().distributions.size(), 1);
    QCOMPARE(contents.interpreters.front().distributions.front().source, u"files"_s);
}

void TestProbeAnswer::bearsNonsense_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("code");
    QTest::newRow("nothing") << QByteArray() << u"image-unreadable"_s;
    QTest::newRow("a list") << QByteArray("[]\n") << u"image-unreadable"_s;
    QTest::newRow("no list of Pythons") << QByteArray("{\"interpreters\":7}\n") << u"image-unreadable"_s;
    QTest::newRow("negative") << QByteArray("{\"interpreters\":[],\"files\":[[\"/a\",-1]]}\n") << u"image-unreadable"_s;
    QTest::newRow("longer than long") << QByteArray("{\"interpreters\":[],\"files\":[[\"/a\",1e300]]}\n")
                                      << u"image-unreadable"_s;
    QTest::newRow("no numbers") << QByteArray("{\"interpreters\":[],\"files\":[7,[],{}]}\n") << u"image-unreadable"_s;
    QTest::newRow("none") << QByteArray("{\"interpreters\":[]}\n") << u"image-without-python"_s;
    QTest::newRow("one that cannot be started") << QByteArray("{\"interpreters\":[{\"version\":\"3.9.0\"}]}\n") << u"image-without-python"_s;
    QTest::newRow("old") << QByteArray("{\"interpreters\":[{\"path\":\"/p\",\"version\":\"2.7.18\"},{\"path\":\"/p\",\"version\":\"3.5.0\"}]}\n")
                         << u"image-python-too-old"_s;
    QTest::newRow("a fair number") << QByteArray(
        "{\"interpreters\":[{\"path\":\"/p\",\"version\":\"2.7.18\"},{\"path\":\"/p\",\"version\":\"3.6.0\"}]}\n")
                                   << QString();
    QTest::newRow("deep") << "{\"interpreters\":" + QByteArray(100'000, '[') + '\n' << u"image-unreadable"_s;
    // Folders that contain each other's names without end are as finite as their list.
    QTest::newRow("circle") << QByteArray("{\"interpreters\":[{\"path\":\"/p\",\"version\":\"3.9.0\",\"sys_path\":[\"/"
                                          "a\"]}],\"folders\":{\"/a\":[\"a/\"],\"/a/a\":[\"a/\","
                                          "\"b.py\"],\"/a/a/a\":[\"a/@\"]}}\n")
                            << QString();
}

void TestProbeAnswer::bearsNonsense()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, code);
    QCOMPARE(readProbeAnswer(text, image()).error.value_or(Error{}).code, code);
}

void TestProbeAnswer::knowsEntrypoints_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QStringList>("paths");
    QTest::addColumn<int>("honours"); // 1 yes, 0 no, -1 unknown
    const QStringList tini{u"/usr/bin/tini"_s, {}, u"/opt/entrypoint.sh"_s};
    QTest::newRow("none") << QStringList() << QStringList() << 0;
    QTest::newRow("behind tini") << QStringList{u"tini"_s, u"-g"_s, u"/opt/entrypoint.sh"_s} << tini << 1;
    QTest::newRow("only a comment") << QStringList{u"/opt/comment.sh"_s} << QStringList{u"/opt/comment.sh"_s} << 0;
    QTest::newRow("a program") << QStringList{u"/opt/program"_s} << QStringList{u"/opt/program"_s} << -1;
    QTest::newRow("a program and a script") << QStringList{u"/opt/program"_s, u"/opt/entrypoint.sh"_s}
                                            << QStringList{u"/opt/program"_s, u"/opt/entrypoint.sh"_s} << 1;
    QTest::newRow("not sent") << QStringList{u"/opt/unseen"_s} << QStringList{u"/opt/unseen"_s} << -1;
    QTest::newRow("Python") << QStringList{u"python3.11"_s, u"-m"_s, u"prefect"_s}
                            << QStringList{u"/usr/bin/python3.11"_s, {}, {}} << 0;
    QTest::newRow("shell form") << QStringList{u"/bin/sh"_s, u"-c"_s, u"pip install $EXTRA_PIP_PACKAGES"_s}
                                << QStringList{u"/bin/sh"_s} << 1;
    QTest::newRow("fewer paths") << QStringList{u"a"_s, u"b"_s} << QStringList() << 0;
}

void TestProbeAnswer::knowsEntrypoints()
{
    QFETCH(QStringList, words);
    QFETCH(QStringList, paths);
    QFETCH(int, honours);
    SentTree tree;
    tree.addFile(u"/opt/entrypoint.sh"_s,
                 "#!/bin/bash\nif [ ! -z \"$EXTRA_PIP_PACKAGES\" ]; then\n  pip install $EXTRA_PIP_PACKAGES\nfi\n");
    tree.addFile(u"/opt/comment.sh"_s, "#!/bin/sh\n  # EXTRA_PIP_PACKAGES is gone\nexec \"$@\"\n");
    tree.addFile(u"/opt/program"_s,
                 QByteArray("\x7f"
                            "ELF\0EXTRA_PIP_PACKAGES",
                            23));
    const auto answer = honoursExtraPipPackages(words, paths, tree);
    QCOMPARE(answer ? int(*answer) : -1, honours);
}

QTEST_GUILESS_MAIN(TestProbeAnswer)
#include "test_probeanswer.moc"
