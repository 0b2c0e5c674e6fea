// SPDX-License-Identifier: Apache-2.0
#include "ui/script/sourcepane.h"

#include "core/script/inspect.h"
#include "core/script/sourcefile.h"
#include "core/words.h"
#include "ui/models/flowfacts.h"
#include "ui/models/problemsmodel.h"
#include "ui/script/factsbar.h"
#include "ui/theme/style.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/label.h"

#include <QDesktopServices>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>
#include <QtConcurrent>

using namespace Qt::StringLiterals;

namespace drydock {

SourcePane::SourcePane(QWidget *parent)
    : QWidget(parent), m_name(new Label({}, TextSize::Body, Tone::Text, QFont::DemiBold)),
      m_note(new Label({}, TextSize::Note, Tone::Muted)),
      m_open(makeIconButton(u"openSourceInEditor"_s, tr("Open in your editor"), Icon::ExternalLink)),
      m_facts(new FactsBar), m_head(new QWidget), m_code(new CodeView),
      m_empty(new Label(tr("The source of a script shows here."), TextSize::Body, Tone::Muted))
{
    m_name->setObjectName(u"sourceName"_s);
    m_name->setElided(Qt::ElideMiddle);
    m_note->setElided(Qt::ElideMiddle);
    auto *title = new QHBoxLayout;
    title->setContentsMargins(8, 0, 0, 0);
    title->setSpacing(8);
    title->addWidget(m_name);
    title->addWidget(m_note);
    title->addStretch(1);
    title->addWidget(m_open);
    auto *head = new QVBoxLayout(m_head);
    head->setContentsMargins(4, 6, 12, 6);
    head->setSpacing(2);
    head->addLayout(title);
    head->addWidget(m_facts);
    m_code->setObjectName(u"scriptSource"_s);
    m_code->setFrameShape(QFrame::NoFrame);
    m_code->setAccessibleName(tr("Source of the script, read-only"));

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_head);
    layout->addWidget(m_code, 1);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setBackgroundRole(QPalette::Base);
    m_empty->setAutoFillBackground(true);
    layout->addWidget(m_empty, 1);
    m_code->hide();
    connect(m_facts, &FactsBar::lineRequested, this, [this](int line) {
        show(m_script, {line});
        m_code->setFocus(Qt::OtherFocusReason);
    });
    connect(m_open, &QToolButton::clicked, this, [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_file)); });
}

void SourcePane::setScript(const FlowScript *script)
{
    const bool showsScript = m_file == m_script;
    m_script = script ? script->path : QString();
    m_source = script ? script->source : QString();
    m_problems = script ? script->problems : QList<Problem>();
    m_facts->setFacts(script ? flowFacts(*script) : QList<FlowFact>());
    m_open->setVisible(script);
    if (!script) {
        show({}, {});
    } else if (showsScript) {
        // Read again: the place that was in sight stays in sight.
        if (m_file == m_script) {
            const int line = m_code->currentLine();
            if (m_code->toPlainText() != m_source) {
                setText(m_source);
                m_code->goToLine(line);
            }
            mark();
        } else {
            show(m_script, {});
        }
    }
}

void SourcePane::show(const QString &file, const QList<int> &lines)
{
    m_lines = lines;
    const bool isSame = file == m_file;
    m_file = file;
    m_code->setVisible(!file.isEmpty());
    m_empty->setVisible(file.isEmpty());
    m_name->setText(QFileInfo(file).fileName());
    m_note->setText(file.isEmpty() ? QString() : tr("%1, read-only").arg(folderText(QFileInfo(file).absolutePath())));
    if (file == m_script) {
        setText(m_source);
        return;
    }
    if (isSame) {
        mark();
        return;
    }
    m_code->setCode({}, CodeLanguage::Plain);
    const auto work = [file]() -> Result<QString> {
        auto bytes = readRegularFile(file, largestScript);
        if (!bytes)
            return tl::unexpected(bytes.error());
        return decodeSource(*bytes).text();
    };
    m_reading.start<>(QtConcurrent::run(work), [this](Result<QString> text) {
        if (text) {
            setText(*text);
        } else {
            m_lines.clear();
            m_code->setCode(text.error().sentence, CodeLanguage::Plain);
            m_code->setMarks({});
        }
    });
}

void SourcePane::setHeadHeight(int height)
{
    m_head->setFixedHeight(height);
}

void SourcePane::setText(const QString &text)
{
    m_code->setCode(text, m_file.endsWith(u".py"_s) ? CodeLanguage::Python : CodeLanguage::Plain);
    mark();
}

void SourcePane::mark()
{
    QList<CodeView::Mark> marks;
    if (m_file == m_script)
        for (const Problem &problem : std::as_const(m_problems))
            if (problem.line > 0)
                marks.append({problem.line, false, severityIcon(problem.severity), severityTone(problem.severity),
                              problem.message});
    for (const int line : std::as_const(m_lines))
        marks.append({line, true, {}, Tone::Accent, {}});
    m_code->setMarks(marks);
    if (!m_lines.isEmpty())
        m_code->goToLine(m_lines.first());
}

void SourcePane::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    painter.fillRect(m_head->geometry(), theme.window);
    painter.fillRect(QRect(0, m_head->geometry().bottom(), width(), 1), theme.border);
}

} // namespace drydock
