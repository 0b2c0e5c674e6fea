// SPDX-License-Identifier: Apache-2.0
#include "ui/images/detailspanel.h"

#include "ui/models/statement.h"
#include "ui/widgets/buttons.h"

#include <QFileInfo>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// The source is quoted where there is room for it: beside no other reason.
QString neededBy(const Need &need, const Snapshot &snapshot, bool quoted)
{
    if (need.line <= 0)
        return {};
    const QString file = QFileInfo(need.file).fileName();
    const QString source = quoted ? sourceLine(snapshot, need.file, need.line) : QString();
    if (source.isEmpty() || source.size() > 60)
        return DetailsPanel::tr("Needed by %1 line %2.").arg(file).arg(need.line);
    return DetailsPanel::tr("Needed by %1 line %2 (%3).").arg(file).arg(need.line).arg(source);
}

} // namespace

QString sourceLine(const Snapshot &snapshot, const QString &file, int line)
{
    for (const FlowScript &script : snapshot.scripts)
        if (script.path == file && line > 0)
            return script.source.section(u'\n', line - 1, line - 1).trimmed();
    return {};
}

DetailsPanel::DetailsPanel(QWidget *parent)
    : StatementPanel(u"cell"_s, parent), m_evidence(makeButton(u"evidence"_s, tr("Evidence…"), ButtonKind::Outlined)),
      m_button(makeButton(u"cellAction"_s, tr("Use this image"), ButtonKind::Outlined))
{
    addButton(m_evidence);
    addButton(m_button);
    connect(m_evidence, &QPushButton::clicked, this, &DetailsPanel::evidenceRequested);
    connect(m_button, &QPushButton::clicked, this, [this] {
        switch (m_action) {
        case Action::Use: Q_EMIT useImageRequested(m_reference); break;
        case Action::LookInside: Q_EMIT lookInsideRequested(m_reference); break;
        case Action::Add: Q_EMIT addMissingRequested(m_reference); break;
        case Action::None: break;
        }
    });
}

void DetailsPanel::setCurrent(const CoverageView::Current &current, const Snapshot &snapshot)
{
    const bool isSomething = current.need || current.isStandardLibrary;
    m_evidence->setVisible(isSomething);
    m_reference = current.image ? current.image->image.reference : QString();
    if (!isSomething) {
        setStatement({}, Tone::Muted,
                     snapshot.coverage.needs.isEmpty() ? tr("This script imports nothing that has to be installed")
                                                       : tr("Nothing matches the filter"),
                     {});
        setAction(Action::None, false);
        return;
    }
    if (current.isStandardLibrary) {
        setStatement(Icon::Library, Tone::Muted, tr("The standard library comes with Python"), snapshot.coverage.standardLibrary.join(u", "_s));
    } else if (!current.cell) {
        setStatement(kindIcon(current.need->kind), Tone::Muted,
                     current.need->isRequired() ? tr("%1 is needed").arg(current.need->module) : tr("%1 is optional").arg(current.need->module),
                     QString(neededBy(*current.need, snapshot, true) % u' ' % current.need->evidence).trimmed());
    } else {
        const CellLook look = lookOf(*current.cell);
        // What the statement says already is not said twice.
        const bool plain = current.cell->status == CellStatus::Provided;
        const QString reason = plain ? QString() : current.reason();
        QStringList sentences{neededBy(*current.need, snapshot, reason.isEmpty()), reason};
        for (const ImageWarning &warning : current.image->warnings)
            if (warning.blocks)
                sentences.prepend(warning.message);
        sentences.removeAll(QString());
        setStatement(look.icon, look.iconTone, cellSentence(*current.need, *current.cell, m_reference), sentences.join(u' '));
    }
    if (!current.image)
        setAction(Action::None, false);
    else if (!current.image->image.contents)
        setAction(Action::LookInside, !snapshot.isBusy(Activity::LookingInside));
    else if (current.image->satisfied)
        setAction(Action::Use, !snapshot.isBusy(Activity::Planning));
    else if (current.image->python())
        setAction(Action::Add, !snapshot.isWorking());
    else
        setAction(Action::None, false);
}

void DetailsPanel::setAction(Action action, bool enabled)
{
    m_action = action;
    m_button->setVisible(action != Action::None);
    m_button->setEnabled(enabled);
    switch (action) {
    case Action::None: return;
    case Action::Use:
        m_button->setText(tr("Use this image"));
        m_button->setIcon({});
        break;
    case Action::LookInside:
        m_button->setText(tr("Look inside"));
        m_button->setIcon(themeIcon(Icon::ScanSearch));
        break;
    case Action::Add:
        m_button->setText(tr("Add what is missing…"));
        m_button->setIcon(themeIcon(Icon::Plus));
        break;
    }
}

} // namespace drydock
