// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/factrow.h"

#include "ui/widgets/iconview.h"

#include <QStyle>

namespace drydock {

namespace {
constexpr int gap = 16;
constexpr int narrowest = 72; ///< An elided fact below this says nothing.
} // namespace

FactRow::FactRow(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void FactRow::setFacts(const QList<Words> &facts)
{
    while (m_facts.size() < facts.size())
        m_facts.append(new Fact(Icon::Info, {}, this));
    for (int i = 0; i < m_facts.size(); ++i) {
        const Words words = facts.value(i);
        m_facts.at(i)->setFact(words.icon, words.text);
        m_facts.at(i)->setToolTip(words.tip.isEmpty() ? words.text : words.tip);
        m_facts.at(i)->setProperty("shown", i < facts.size());
    }
    updateGeometry();
    place();
}

QSize FactRow::sizeHint() const
{
    QSize size(0, fontMetrics().height());
    for (const Fact *fact : m_facts)
        if (fact->property("shown").toBool())
            size = QSize(size.width() + gap + fact->sizeHint().width(), qMax(size.height(), fact->sizeHint().height()));
    return size;
}

QSize FactRow::minimumSizeHint() const
{
    return QSize(0, sizeHint().height());
}

void FactRow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    place();
}

void FactRow::place()
{
    int x = 0;
    bool isFull = false;
    for (Fact *fact : std::as_const(m_facts)) {
        const int wanted = fact->sizeHint().width();
        const int given = qMin(wanted, width() - x);
        const bool fits = fact->property("shown").toBool() && !isFull && given >= qMin(wanted, narrowest);
        isFull = isFull || given < wanted;
        fact->setVisible(fits);
        if (!fits)
            continue;
        fact->setGeometry(QStyle::visualRect(layoutDirection(), rect(), QRect(x, 0, given, height())));
        x += given + gap;
    }
}

} // namespace drydock
